package io.orderloom.engine.internal;

import io.orderloom.shared.WireClock;
import java.security.SecureRandom;
import org.camunda.bpm.engine.impl.cfg.IdGenerator;

/**
 * Ids for the engine's rows that grow with time, so that indexes grow at their end, and need no
 * coordination: 9 characters of milliseconds, 4 of a counter, 8 of chance drawn once per node.
 */
final class OrderedIdGenerator implements IdGenerator {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int TIME_LENGTH = 9;
    private static final int COUNTER_LENGTH = 4;
    private static final int NODE_LENGTH = 8;
    private static final int LAST_OF_MILLISECOND = (1 << (5 * COUNTER_LENGTH)) - 1;

    private final WireClock clock;
    private final String node;
    private long millisecond;
    private int counter;

    OrderedIdGenerator(WireClock clock) {
        this.clock = clock;
        StringBuilder drawn = new StringBuilder(NODE_LENGTH);
        appendBase32(drawn, new SecureRandom().nextLong(), NODE_LENGTH);
        this.node = drawn.toString();
    }

    @Override
    public String getNextId() {
        long time;
        int count;
        synchronized (this) {
            long now = clock.now().toEpochMilli();
            if (now > millisecond) {
                millisecond = now;
                counter = 0;
            } else if (counter == LAST_OF_MILLISECOND) {
                // also covers a clock that was set back: ids never do the same
                millisecond++;
                counter = 0;
            } else {
                counter++;
            }
            time = millisecond;
            count = counter;
        }
        StringBuilder id = new StringBuilder(TIME_LENGTH + COUNTER_LENGTH + NODE_LENGTH);
        appendBase32(id, time, TIME_LENGTH);
        appendBase32(id, count, COUNTER_LENGTH);
        return id.append(node).toString();
    }

    private static void appendBase32(StringBuilder target, long bits, int length) {
        for (int position = length - 1; position >= 0; position--) {
            target.append(ALPHABET[(int) (bits >>> (5 * position)) & 31]);
        }
    }
}
