package io.orderloom.web;

import io.orderloom.shared.UtcTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Repository;

/** The table {@code idempotency_keys}. Its unique key is the lock that makes twins wait for each other. */
@Repository
class AnswerRows {

    private static final int MARIADB_LOCK_WAIT_TIMEOUT = 1205;
    private static final int H2_LOCK_TIMEOUT = 50200;
    private static final String INSERT = """
            INSERT INTO idempotency_keys (id, body_hash, attempts, lease_until, expires_at)
            VALUES (:id, :bodyHash, 1, :leaseUntil, :expiresAt)""";

    private final JdbcClient jdbc;
    private final boolean h2;

    /**
     * One stored request.
     *
     * @param bodyHash in hex
     * @param attempt counts who works on it, so that a try that was given up cannot answer any more
     * @param status of the answer; null while there is none
     * @param answer the body of the answer, sealed; null for none
     */
    record Row(
            String bodyHash,
            @Nullable String intent,
            int attempt,
            @Nullable Integer status,
            @Nullable String location,
            @Nullable String answer,
            Instant expiresAt) {}

    AnswerRows(JdbcClient jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.h2 = "H2".equals(productOf(dataSource));
    }

    /**
     * Takes the key, waiting for whoever is just about to commit it.
     *
     * @return false when it is taken for good
     * @throws RequestInFlight when the other did not finish in time
     */
    boolean insert(IdempotencyKey key, Duration patience, @Nullable Instant leaseUntil, Instant expiresAt) {
        if (h2) {
            jdbc.sql("SET LOCK_TIMEOUT " + patience.toMillis()).update();
        }
        String patient =
                h2 ? INSERT : "SET STATEMENT innodb_lock_wait_timeout=" + patience.toSeconds() + " FOR " + INSERT;
        try {
            jdbc.sql(patient)
                    .param("id", key.id())
                    .param("bodyHash", HexFormat.of().parseHex(key.body()))
                    .param("leaseUntil", UtcTime.toDatabase(leaseUntil))
                    .param("expiresAt", UtcTime.toDatabase(expiresAt))
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        } catch (DataAccessException e) {
            if (gaveUpWaiting(e)) {
                throw new RequestInFlight();
            }
            throw e;
        }
    }

    Optional<Row> find(IdempotencyKey key) {
        return jdbc.sql("""
                        SELECT body_hash, intent, attempts, status, location, answer, expires_at
                        FROM idempotency_keys WHERE id = :id""")
                .param("id", key.id())
                .query((row, number) -> new Row(
                        HexFormat.of().formatHex(row.getBytes("body_hash")),
                        row.getString("intent"),
                        row.getInt("attempts"),
                        row.getObject("status", Integer.class),
                        row.getString("location"),
                        row.getString("answer"),
                        UtcTime.read(row, "expires_at")))
                .optional();
    }

    void intend(IdempotencyKey key, String number) {
        jdbc.sql("UPDATE idempotency_keys SET intent = :number WHERE id = :id")
                .param("number", number)
                .param("id", key.id())
                .update();
    }

    /** Takes over a request whose lease has run out; of several that try, one succeeds. */
    boolean takeOver(IdempotencyKey key, int seenAttempt, Instant now, Instant leaseUntil) {
        return jdbc.sql("""
                                UPDATE idempotency_keys SET attempts = attempts + 1, lease_until = :leaseUntil
                                WHERE id = :id AND attempts = :seen AND status IS NULL AND lease_until <= :now""")
                        .param("leaseUntil", UtcTime.toDatabase(leaseUntil))
                        .param("id", key.id())
                        .param("seen", seenAttempt)
                        .param("now", UtcTime.toDatabase(now))
                        .update()
                == 1;
    }

    /** Lets the next one take over at once. */
    void release(IdempotencyKey key, int attempt, Instant now) {
        jdbc.sql("""
                        UPDATE idempotency_keys SET lease_until = :now
                        WHERE id = :id AND attempts = :attempt AND status IS NULL""")
                .param("now", UtcTime.toDatabase(now))
                .param("id", key.id())
                .param("attempt", attempt)
                .update();
    }

    /** @return false when another try took over */
    boolean complete(IdempotencyKey key, int attempt, int status, @Nullable String location, @Nullable String answer) {
        return jdbc.sql("""
                                UPDATE idempotency_keys SET status = :status, location = :location, answer = :answer
                                WHERE id = :id AND attempts = :attempt AND status IS NULL""")
                        .param("status", status)
                        .param("location", location)
                        .param("answer", answer)
                        .param("id", key.id())
                        .param("attempt", attempt)
                        .update()
                == 1;
    }

    void delete(IdempotencyKey key) {
        jdbc.sql("DELETE FROM idempotency_keys WHERE id = :id")
                .param("id", key.id())
                .update();
    }

    Optional<Instant> firstExpiry() {
        return jdbc.sql("SELECT MIN(expires_at) FROM idempotency_keys")
                .query((row, number) -> Optional.ofNullable(UtcTime.readNullable(row, 1)))
                .single();
    }

    int deleteExpired(Instant now, int atMost) {
        return jdbc.sql("DELETE FROM idempotency_keys WHERE expires_at <= :now LIMIT " + atMost)
                .param("now", UtcTime.toDatabase(now))
                .update();
    }

    private static boolean gaveUpWaiting(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && (sql.getErrorCode() == MARIADB_LOCK_WAIT_TIMEOUT || sql.getErrorCode() == H2_LOCK_TIMEOUT)) {
                return true;
            }
        }
        return false;
    }

    private static String productOf(DataSource dataSource) {
        try {
            return JdbcUtils.<String>extractDatabaseMetaData(
                    dataSource, java.sql.DatabaseMetaData::getDatabaseProductName);
        } catch (MetaDataAccessException e) {
            throw new IllegalStateException("The database does not say what it is", e);
        }
    }
}
