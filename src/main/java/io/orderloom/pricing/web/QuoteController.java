package io.orderloom.pricing.web;

import io.orderloom.pricing.QuoteBasket;
import io.orderloom.pricing.QuoteView;
import io.orderloom.web.Caller;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what a basket costs. */
@RestController
@RequestMapping("/api/v1/quotes")
@Roles({Role.SHOPPER, Role.SHOP})
class QuoteController {

    private final QuoteBasket quoteBasket;

    QuoteController(QuoteBasket quoteBasket) {
        this.quoteBasket = quoteBasket;
    }

    @PostMapping
    QuoteView quote(Caller caller, @Valid @RequestBody QuoteRequest request) {
        return QuoteView.of(quoteBasket.quote(caller.requireShopper(), request.toBasket()));
    }
}
