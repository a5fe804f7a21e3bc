package io.orderloom.engine.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.ibatis.exceptions.PersistenceException;
import org.camunda.bpm.engine.impl.db.FlushResult;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbEntityOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation.State;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperationType;
import org.camunda.bpm.engine.impl.persistence.entity.AcquirableJobEntity;

/**
 * Locks all jobs that one look has found by one statement. Those that another node was faster to lock, or that are gone,
 * are told apart and left to it, as if they had been locked one by one.
 */
final class JobLocks {

    private static final String LOCK =
            "update ACT_RU_JOB set REV_ = REV_ + 1, LOCK_OWNER_ = ?, LOCK_EXP_TIME_ = ? where ";

    private static final String LOCKED = "select ID_ from ACT_RU_JOB where LOCK_OWNER_ = ? and LOCK_EXP_TIME_ = ? and ";

    private JobLocks() {}

    /** Whether they are what a look writes: locks of one owner until one moment, and nothing else. */
    static boolean are(List<DbOperation> operations) {
        return !operations.isEmpty()
                && operations.stream().allMatch(JobLocks::isLock)
                && operations.stream().map(JobLocks::owner).distinct().count() == 1
                && operations.stream().map(JobLocks::until).distinct().count() == 1;
    }

    private static boolean isLock(DbOperation operation) {
        return operation instanceof DbEntityOperation one
                && one.getOperationType() == DbOperationType.UPDATE
                && one.getEntity().getClass() == AcquirableJobEntity.class
                && job(one).getLockOwner() != null
                && job(one).getLockExpirationTime() != null;
    }

    private static AcquirableJobEntity job(DbOperation operation) {
        return (AcquirableJobEntity) ((DbEntityOperation) operation).getEntity();
    }

    private static String owner(DbOperation operation) {
        return Objects.requireNonNull(job(operation).getLockOwner());
    }

    private static Timestamp until(DbOperation operation) {
        return Timestamp.from(
                Objects.requireNonNull(job(operation).getLockExpirationTime()).toInstant());
    }

    /**
     * @param locks for which {@link #are} holds
     * @return which were lost
     */
    static FlushResult take(Connection connection, List<DbOperation> locks) {
        try {
            boolean all = lock(connection, locks) == locks.size();
            Set<String> taken = all ? Set.of() : locked(connection, locks);
            List<DbOperation> lost = new ArrayList<>();
            for (DbOperation lock : locks) {
                AcquirableJobEntity job = job(lock);
                if (all || taken.contains(job.getId())) {
                    job.setRevision(job.getRevisionNext());
                    lock.setRowsAffected(1);
                    lock.setState(State.APPLIED);
                } else {
                    lock.setRowsAffected(0);
                    lock.setState(State.FAILED_CONCURRENT_MODIFICATION);
                    lost.add(lock);
                }
            }
            return FlushResult.withFailures(lost);
        } catch (SQLException e) {
            DbOperation first = locks.get(0);
            first.setRowsAffected(0);
            first.setFailure(new PersistenceException(Objects.toString(e.getMessage(), ""), e));
            first.setState(State.FAILED_ERROR);
            return FlushResult.withFailuresAndRemaining(List.of(first), locks.subList(1, locks.size()));
        }
    }

    private static int lock(Connection connection, List<DbOperation> locks) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK + eachOf(locks))) {
            set(statement, locks, 0);
            return statement.executeUpdate();
        }
    }

    private static Set<String> locked(Connection connection, List<DbOperation> locks) throws SQLException {
        Set<String> locked = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(LOCKED + eachOf(locks))) {
            set(statement, locks, 1);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    locked.add(rows.getString(1));
                }
            }
        }
        return locked;
    }

    private static String eachOf(List<DbOperation> locks) {
        return "(" + String.join(" or ", Collections.nCopies(locks.size(), "ID_ = ? and REV_ = ?")) + ")";
    }

    private static void set(PreparedStatement statement, List<DbOperation> locks, int revisionsLater)
            throws SQLException {
        statement.setString(1, owner(locks.get(0)));
        statement.setTimestamp(2, until(locks.get(0)));
        int parameter = 3;
        for (DbOperation lock : locks) {
            statement.setString(parameter++, job(lock).getId());
            statement.setInt(parameter++, job(lock).getRevision() + revisionsLater);
        }
    }
}
