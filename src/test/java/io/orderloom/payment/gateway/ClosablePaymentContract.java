package io.orderloom.payment.gateway;

import static io.orderloom.payment.gateway.SellingShop.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.PaymentGateway.CloseAnswer;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an adapter owes besides, where the gateway can close a payment. */
public abstract class ClosablePaymentContract extends PaymentGatewayContract {

    @Test
    void closingIsAcceptedAndOnlyAskingSaysThatItIsClosed() {
        PrepayRequest request = opened();

        assertThat(succeeded(gateway().close(request.payment()))).isEqualTo(CloseAnswer.ACCEPTED);
        assertThat(state(request)).isEqualTo(State.CLOSED);
        assertThat(succeeded(gateway().close(request.payment()))).isEqualTo(CloseAnswer.ACCEPTED);
        assertThat(gateway().prepay(request)).as("its number is over").isInstanceOf(Outcome.Declined.class);
    }

    @Test
    void aPaidPaymentCannotBeClosedAndItsNumberIsAskedAbout() {
        PrepayRequest request = paid();

        assertThat(succeeded(gateway().close(request.payment()))).isEqualTo(CloseAnswer.ALREADY_PAID);
        assertThat(gateway().prepay(request)).isInstanceOf(Outcome.Unknown.class);
        assertThat(state(request)).isEqualTo(State.PAID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROCESSING", "RATE_LIMITED"})
    void closingWhileThePayerPaysIsForLater(String answer) {
        PrepayRequest request = opened();
        sandbox().fault(channel(), "close", answer, false);

        assertThat(succeeded(gateway().close(request.payment()))).isEqualTo(CloseAnswer.LATER);
        assertThat(state(request)).isEqualTo(State.NOT_PAID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIMEOUT", "HTTP_500", "HTTP_502", "SYSTEM_ERROR", "RESET", "HALF_BODY", "BAD_SIGNATURE"})
    void closingWithoutATrustworthyAnswerIsUnknown(String answer) {
        PrepayRequest request = opened();
        sandbox().fault(channel(), "close", answer, true);

        assertThat(facing(answer).close(request.payment())).isInstanceOf(Outcome.Unknown.class);
        assertThat(state(request)).isEqualTo(State.CLOSED);
    }

    @Test
    void whereNobodyListensNothingWasClosed() {
        PaymentGateway unreachable = adapter(calling("http://127.0.0.1:" + Ports.free()));

        assertThat(unreachable.close(request(scene()).payment())).isInstanceOf(Outcome.NotExecuted.class);
    }
}
