package io.orderloom.customer.web;

import io.orderloom.access.ShopperTokens;
import io.orderloom.customer.EraseShopper;
import io.orderloom.customer.Shopper;
import io.orderloom.customer.Shoppers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.Caller;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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

    /**
     * What is absent is taken back, but for the openid.
     *
     * @param openid who the shopper is at WeChat; only a shop that has a login of its own may say so
     */
    record Description(
            @Nullable String nickname,
            @Nullable String phone,
            @Nullable List<@NotNull String> consents,

            @Nullable @Pattern(regexp = "[0-9A-Za-z_-]{1,128}")
            String openid) {

        @Override
        public String toString() {
            return "Description[***]";
        }
    }

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
        String openid = description.openid();
        if (openid != null) {
            if (!caller.has(Role.SHOP)) {
                throw new InvalidRequest("/openid", "NOT_YOURS_TO_SAY", "WeChat says who you are, when you log in.");
            }
            shoppers.knownAs(caller.requireShopper(), openid);
        }
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
