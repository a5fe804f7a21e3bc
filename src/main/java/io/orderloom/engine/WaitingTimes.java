package io.orderloom.engine;

import java.time.Duration;

/** The waiting times that analysts keep in the decision table {@code bpmn/rules/waiting-times.dmn}. */
public interface WaitingTimes {

    /**
     * Asks the table.
     *
     * @param clock the row's name, for instance {@code PAYMENT_WINDOW}
     * @throws IllegalStateException when the table has no such row
     */
    Duration of(String clock);

    /**
     * The growing distance between two askings of something outside.
     *
     * @param clock the row's name of the list, for instance {@code ASK_GATEWAY}
     * @param tries how often it was asked already, from 0; past the end of the list its last entry stays
     */
    Duration step(String clock, int tries);
}
