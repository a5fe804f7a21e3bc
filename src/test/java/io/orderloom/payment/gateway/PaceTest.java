package io.orderloom.payment.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One good answer is enough, and a gateway that was called too fast is called at the usual pace again. */
class PaceTest {

    private final Pace pace = new Pace("a gateway", 100);

    @Test
    void oneGoodAnswerBringsTheUsualPaceBack() {
        pace.answered(true);
        assertThat(pace.awaitTurn()).isTrue();
        pace.answered(false);

        for (int turn = 0; turn < 90; turn++) {
            assertThat(pace.awaitTurn()).isTrue();
        }
    }
}
