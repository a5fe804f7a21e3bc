package io.orderloom.web;

import io.orderloom.shared.Problem;

/** The shop has to say for which shopper it calls. */
final class ShopperMissing extends Problem {

    private static final long serialVersionUID = 1L;

    ShopperMissing() {
        super(Kind.MALFORMED, "SHOPPER_MISSING", "Name the shopper in the header X-Shopper-Id.");
    }
}
