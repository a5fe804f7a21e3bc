package io.orderloom.engine;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.camunda.bpm.engine.DecisionService;
import org.springframework.stereotype.Component;

/** Waiting times by the decision {@code WaitingTimes}, newest version. */
@BuildingBlock
@Component("waitingTimes")
class DecisionTableWaitingTimes implements WaitingTimes {

    private static final String DECISION = "WaitingTimes";

    private record Clock(String name) {}

    private final DecisionService decisions;
    private final ModelReads reads;

    DecisionTableWaitingTimes(DecisionService decisions, ModelReads reads) {
        this.decisions = decisions;
        this.reads = reads;
    }

    @Override
    public Duration of(String clock) {
        return step(clock, 0);
    }

    @Override
    public Duration step(String clock, int tries) {
        String[] steps = reads.get(new Clock(clock), () -> durations(clock)).split(",");
        String step = steps[Math.min(Math.max(tries, 0), steps.length - 1)].strip();
        try {
            return Duration.parse(step);
        } catch (DateTimeParseException e) {
            throw new IllegalStateException("'" + step + "' for " + clock + " is not a duration like PT30M", e);
        }
    }

    private String durations(String clock) {
        Object entry = decisions
                .evaluateDecisionTableByKey(DECISION, Map.of("clock", clock))
                .getSingleEntry();
        if (!(entry instanceof String durations) || durations.isBlank()) {
            throw new IllegalStateException("The decision table " + DECISION + " has no row for " + clock);
        }
        return durations;
    }
}
