package io.orderloom.customer.web;

import io.orderloom.access.ShopperTokens;
import io.orderloom.customer.EraseShopper;
import io.orderloom.customer.Shopper;
import io.orderloom.customer.Shoppers;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.Caller;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a shopper says about themselves, and how to be forgotten. */
@RestController
@RequestMapping("/api/v1/me")
@Roles({Role.SHOPPER, Role.SHOP})
class MeController {

    /** What is absent is taken back. */
    record Description(
            @Nullable String nickname,
            @Nullable String phone,
            @Nullable List<@NotNull String> consents) {}

    /** The shopper as the API shows them to themselves. */
    record View(
            String shopperId,
            @Nullable String nickname,
            @Nullable String phone,
            List<String> consents) {

        static View of(Shopper shopper) {
            return new View(shopper.shopperId().value(), shopper.nickname(), shopper.phone(), shopper.consents());
        }
    }

    private final Shoppers shoppers;
    private final EraseShopper eraseShopper;
    private final ShopperTokens tokens;

    MeController(Shoppers shoppers, EraseShopper eraseShopper, ShopperTokens tokens) {
        this.shoppers = shoppers;
        this.tokens = tokens;
        this.eraseShopper = eraseShopper;
    }

    @GetMapping
    View get(Caller caller) {
        ShopperId shopper = caller.requireShopper();
        shoppers.ensure(shopper);
        return View.of(shoppers.get(shopper));
    }

    @PutMapping
    View put(Caller caller, @Valid @RequestBody Description description) {
        return View.of(shoppers.describe(
                caller.requireShopper(),
                description.nickname(),
                description.phone(),
                description.consents() == null ? List.of() : description.consents()));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void erase(Caller caller) {
        ShopperId shopper = caller.requireShopper();
        eraseShopper.erase(shopper);
        tokens.revoke(shopper);
    }
}
