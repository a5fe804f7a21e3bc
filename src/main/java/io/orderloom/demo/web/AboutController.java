package io.orderloom.demo.web;

import io.orderloom.demo.DemoAddresses;
import io.orderloom.demo.OnlyInDemo;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /demo/v1/about}: the addresses that the pages link to. */
@RestController
@Roles(Role.ADMIN)
@OnlyInDemo
class AboutController {

    /** @param users each one's password is its name */
    record About(String cashier, String cockpit, String apiDocs, List<String> users) {}

    private final DemoAddresses addresses;

    AboutController(DemoAddresses addresses) {
        this.addresses = addresses;
    }

    @GetMapping("/demo/v1/about")
    About about() {
        return new About(addresses.cashier(), addresses.cockpit(), addresses.apiDocs(), addresses.users());
    }
}
