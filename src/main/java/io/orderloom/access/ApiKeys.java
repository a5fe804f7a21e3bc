package io.orderloom.access;

import io.orderloom.engine.Transactions;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.UtcTime;
import io.orderloom.shared.WireClock;
import io.orderloom.web.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The keys of programs. A key is shown once, when it is made; only its hash is kept. */
@Component
public class ApiKeys {

    private static final String PREFIX = "olk_";
    private static final int LONGEST = 256;

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final BusinessClock clock;
    private final Remembered<Named> remembered;

    ApiKeys(
            JdbcClient jdbc,
            Transactions transactions,
            AuditTrail audit,
            BusinessClock clock,
            WireClock wireClock,
            AccessSettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
        this.remembered = new Remembered<>(wireClock, settings.remember());
    }

    /** What is known of a key besides its secret. */
    public record Named(String name, Role role, String createdBy, Instant createdAt) {}

    /** A new key. The secret is told here and never again. */
    public record Issued(Named key, String secret) {}

    /** @throws io.orderloom.shared.Problem 409 {@code NAME_TAKEN} */
    public Issued issue(String name, Role role, String actor) {
        String secret = Secrets.next(PREFIX);
        return transactions.run(() -> {
            Named key = insert(name, role, actor, secret);
            audit.add(actor, "key.created", name, role.key());
            return new Issued(key, secret);
        });
    }

    /** Makes sure that a key of this name, role and secret exists; for demo keys, whose secrets everybody knows. */
    public void ensure(String name, Role role, String secret) {
        transactions.run(() -> {
            if (find(secret).isEmpty()) {
                insert(name, role, "system", secret);
            }
        });
    }

    /** Everyone's keys, by name. */
    public List<Named> all() {
        return jdbc.sql("SELECT name, role, created_by, created_at FROM api_keys ORDER BY name")
                .query((row, number) -> new Named(
                        row.getString("name"),
                        Role.valueOf(row.getString("role")),
                        row.getString("created_by"),
                        UtcTime.read(row, "created_at")))
                .list();
    }

    /** @throws NotFound when there is no such key */
    public void revoke(String name, String actor) {
        transactions.run(() -> {
            if (jdbc.sql("DELETE FROM api_keys WHERE name = :name")
                            .param("name", name)
                            .update()
                    == 0) {
                throw new NotFound();
            }
            audit.add(actor, "key.revoked", name, null);
        });
        remembered.forgetAll();
    }

    /** The key that has this secret. */
    public Optional<Named> authenticate(String secret) {
        if (secret.length() > LONGEST) {
            return Optional.empty();
        }
        return remembered.get(Secrets.hash(secret), () -> find(secret));
    }

    private Named insert(String name, Role role, String actor, String secret) {
        Named key = new Named(name, role, actor, clock.now());
        try {
            jdbc.sql("""
                            INSERT INTO api_keys (name, key_hash, role, created_by, created_at)
                            VALUES (:name, :hash, :role, :createdBy, :createdAt)""")
                    .param("name", name)
                    .param("hash", Secrets.hash(secret))
                    .param("role", role.name())
                    .param("createdBy", actor)
                    .param("createdAt", UtcTime.toDatabase(key.createdAt()))
                    .update();
        } catch (DuplicateKeyException e) {
            throw new NameTaken();
        }
        return key;
    }

    private Optional<Named> find(String secret) {
        return jdbc.sql("SELECT name, role, created_by, created_at FROM api_keys WHERE key_hash = :hash")
                .param("hash", Secrets.hash(secret))
                .query((row, number) -> new Named(
                        row.getString("name"),
                        Role.valueOf(row.getString("role")),
                        row.getString("created_by"),
                        UtcTime.read(row, "created_at")))
                .optional();
    }
}
