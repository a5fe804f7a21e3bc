package io.orderloom.payment.web;

import io.orderloom.payment.Channel;
import io.orderloom.payment.Scene;
import org.jspecify.annotations.Nullable;

/** The body of an opening. {@code payerId}: openid or buyer id; left out, the one of the shopper's login. */
record PaymentRequest(
        @Nullable Channel channel,
        @Nullable Scene scene,
        @Nullable String payerId) {}
