package io.orderloom.access;

import io.orderloom.engine.Transactions;
import io.orderloom.shared.DueWork;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import io.orderloom.shared.WireClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tokens of signed-in shoppers: 256 random bits, kept as a hash, good for some hours of the wire clock. */
@Component
public class ShopperTokens implements DueWork {

    /** What a shopper's token begins with, which sets it apart from keys and from a provider's tokens. */
    public static final String PREFIX = "ols_";

    private static final int LONGEST = 128;
    private static final int BATCH = 1000;

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final WireClock wireClock;
    private final AccessSettings settings;
    private final Remembered<ShopperId> remembered;

    ShopperTokens(JdbcClient jdbc, Transactions transactions, WireClock wireClock, AccessSettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.wireClock = wireClock;
        this.settings = settings;
        this.remembered = new Remembered<>(wireClock, settings.remember());
    }

    /** A new token. The secret is told here and never again. */
    public record Issued(String token, Instant expiresAt) {}

    /** Signs the shopper in; joins the running transaction. */
    public Issued issue(ShopperId shopper) {
        String token = Secrets.next(PREFIX);
        Instant expiresAt = wireClock.now().plus(settings.shopperTokenLife()).truncatedTo(ChronoUnit.SECONDS);
        transactions.run(() -> jdbc.sql("""
                        INSERT INTO shopper_tokens (token_hash, shopper_id, expires_at)
                        VALUES (:hash, :shopperId, :expiresAt)""")
                .param("hash", Secrets.hash(token))
                .param("shopperId", shopper.value())
                .param("expiresAt", UtcTime.toDatabase(expiresAt))
                .update());
        return new Issued(token, expiresAt);
    }

    /** Signs the shopper out everywhere, for instance when they are erased; joins the running transaction. */
    public void revoke(ShopperId shopper) {
        transactions.run(() -> jdbc.sql("DELETE FROM shopper_tokens WHERE shopper_id = :shopperId")
                .param("shopperId", shopper.value())
                .update());
        remembered.forgetAll();
    }

    /** The shopper whose token this is, while it holds. */
    public Optional<ShopperId> authenticate(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        return remembered.get(Secrets.hash(token), () -> jdbc.sql(
                        "SELECT shopper_id FROM shopper_tokens WHERE token_hash = :hash AND expires_at > :now")
                .param("hash", Secrets.hash(token))
                .param("now", UtcTime.toDatabase(wireClock.now()))
                .query((row, number) -> new ShopperId(row.getString("shopper_id")))
                .optional());
    }

    /** Tokens die on the wire clock, so dead ones are due at once and living ones never are. */
    @Override
    public Optional<Instant> nextDue() {
        return jdbc.sql("SELECT MIN(expires_at) FROM shopper_tokens")
                .query((row, number) -> Optional.ofNullable(UtcTime.readNullable(row, 1)))
                .single()
                .filter(death -> !death.isAfter(wireClock.now()));
    }

    @Override
    public int runDue() {
        return transactions.run(() -> jdbc.sql("DELETE FROM shopper_tokens WHERE expires_at <= :now LIMIT " + BATCH)
                .param("now", UtcTime.toDatabase(wireClock.now()))
                .update());
    }
}
