package io.orderloom.customer.web;

import io.orderloom.access.ShopperTokens;
import io.orderloom.customer.MiniProgramLogin;
import io.orderloom.customer.Shoppers;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.OpenRoute;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signs a shopper in with the code that {@code wx.login} gave the mini-program. */
@RestController
@RequestMapping("/api/v1/sessions")
class SessionController {

    /** @param code what {@code wx.login} gave; serves once */
    record SessionRequest(@NotBlank @Size(max = 128) String code) {

        @Override
        public String toString() {
            return "SessionRequest[code=***]";
        }
    }

    /** @param token what the shopper sends as {@code Authorization: Bearer …} from now on */
    record SessionView(String token, String shopperId, Instant expiresAt) {

        @Override
        public String toString() {
            return "SessionView[shopperId=" + shopperId + "]";
        }
    }

    private final MiniProgramLogin login;
    private final Shoppers shoppers;
    private final ShopperTokens tokens;

    SessionController(MiniProgramLogin login, Shoppers shoppers, ShopperTokens tokens) {
        this.login = login;
        this.shoppers = shoppers;
        this.tokens = tokens;
    }

    @PostMapping
    @OpenRoute("The code proves who the shopper is; WeChat is asked.")
    @ResponseStatus(HttpStatus.CREATED)
    SessionView signIn(@Valid @RequestBody SessionRequest request) {
        // Asked before any transaction, so that no connection waits for WeChat.
        String openid = login.openid(request.code());
        ShopperId shopper = shoppers.withOpenid(openid);
        ShopperTokens.Issued issued = tokens.issue(shopper);
        return new SessionView(issued.token(), shopper.value(), issued.expiresAt());
    }
}
