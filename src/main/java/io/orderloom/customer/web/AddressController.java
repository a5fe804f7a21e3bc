package io.orderloom.customer.web;

import io.orderloom.customer.AddressBook;
import io.orderloom.customer.ShippingAddress;
import io.orderloom.web.Caller;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The addresses a shopper keeps. The mini-program chooses their ids. */
@RestController
@RequestMapping("/api/v1/me/addresses")
@Roles({Role.SHOPPER, Role.SHOP})
class AddressController {

    private static final String ID = "[A-Za-z0-9_-]{1,32}";

    /** @param isDefault whether it is offered first; false when absent */
    record AddressRequest(
            @Nullable String name,
            @Nullable String phone,
            @Nullable String province,
            @Nullable String city,
            @Nullable String district,
            @Nullable String detail,
            @Nullable Boolean isDefault) {}

    /** An address as the API shows it. */
    record View(
            String addressId,
            String name,
            String phone,
            String province,
            String city,
            String district,
            String detail,
            boolean isDefault) {

        static View of(AddressBook.Entry entry) {
            ShippingAddress address = entry.address();
            return new View(
                    entry.addressId(),
                    address.name(),
                    address.phone(),
                    address.province(),
                    address.city(),
                    address.district(),
                    address.detail(),
                    entry.isDefault());
        }
    }

    private final AddressBook addresses;

    AddressController(AddressBook addresses) {
        this.addresses = addresses;
    }

    @GetMapping
    Page<View> list(Caller caller, PageRequest page) {
        List<AddressBook.Entry> all = addresses.of(caller.requireShopper());
        List<View> shown = all.stream()
                .skip(page.offset())
                .limit(page.size())
                .map(View::of)
                .toList();
        return Page.of(page, shown, all.size());
    }

    @GetMapping("/{addressId}")
    View get(Caller caller, @PathVariable String addressId) {
        return View.of(addresses.get(caller.requireShopper(), addressId));
    }

    @PutMapping("/{addressId}")
    ResponseEntity<View> put(
            Caller caller, @PathVariable @Pattern(regexp = ID) String addressId, @RequestBody AddressRequest request) {
        ShippingAddress address = ShippingAddress.checked(
                "",
                request.name(),
                request.phone(),
                request.province(),
                request.city(),
                request.district(),
                request.detail());
        AddressBook.Entry entry = new AddressBook.Entry(addressId, address, Boolean.TRUE.equals(request.isDefault()));
        boolean isNew = addresses.put(caller.requireShopper(), entry);
        return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK).body(View.of(entry));
    }

    @DeleteMapping("/{addressId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable String addressId) {
        addresses.remove(caller.requireShopper(), addressId);
    }
}
