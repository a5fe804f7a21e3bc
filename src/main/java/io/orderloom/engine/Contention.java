package io.orderloom.engine;

import java.sql.SQLException;
import java.util.Set;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;

/** Tells lost races, which a repetition of the whole unit mends, from failures, which it does not. */
final class Contention {

    /** The engine's own code for a deadlock, which MariaDB often gives in place of an optimistic-lock loss. */
    private static final int ENGINE_DEADLOCK = 10_000;

    /** MariaDB: deadlock, lock-wait timeout, row changed since read. H2: deadlock, lock timeout, row changed. */
    private static final Set<Integer> DATABASE_CODES = Set.of(1213, 1205, 1020, 40_001, 50_200, 90_131);

    private Contention() {}

    /** Whether a race was lost anywhere below this failure. */
    static boolean isBehind(@Nullable Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (isLostRace(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLostRace(Throwable cause) {
        return cause instanceof LostRace
                || cause instanceof OptimisticLockingException
                || cause instanceof ConcurrencyFailureException
                || (cause instanceof ProcessEngineException engine && engine.getCode() == ENGINE_DEADLOCK)
                || (cause instanceof SQLException sql && DATABASE_CODES.contains(sql.getErrorCode()));
    }
}
