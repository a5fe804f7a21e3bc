package io.orderloom.customer;

import io.orderloom.shared.PersonalDataCipher;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code shoppers}; seals and opens what is personal in it. */
@Component
class ShopperRows {

    private final JdbcClient jdbc;
    private final PersonalDataCipher cipher;
    private final OpenidHash openidHash;

    ShopperRows(JdbcClient jdbc, PersonalDataCipher cipher, OpenidHash openidHash) {
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.openidHash = openidHash;
    }

    void ensure(ShopperId shopperId, Instant now) {
        jdbc.sql("INSERT IGNORE INTO shoppers (shopper_id, created_at) VALUES (?, ?)")
                .params(shopperId.value(), UtcTime.toDatabase(now))
                .update();
    }

    Optional<ShopperId> byOpenid(String openid) {
        return jdbc.sql("SELECT shopper_id FROM shoppers WHERE openid_hash = ?")
                .param(openidHash.of(openid))
                .query((row, number) -> new ShopperId(row.getString("shopper_id")))
                .optional();
    }

    /** Leaves an already known openid with its shopper. */
    void insertWithOpenid(ShopperId shopperId, String openid, Instant now) {
        jdbc.sql("""
                        INSERT IGNORE INTO shoppers (shopper_id, openid_sealed, openid_hash, created_at)
                        VALUES (?, ?, ?, ?)""")
                .params(shopperId.value(), cipher.encrypt(openid), openidHash.of(openid), UtcTime.toDatabase(now))
                .update();
    }

    void nameOpenid(ShopperId shopperId, String openid) {
        jdbc.sql("UPDATE shoppers SET openid_sealed = ?, openid_hash = ? WHERE shopper_id = ?")
                .params(cipher.encrypt(openid), openidHash.of(openid), shopperId.value())
                .update();
    }

    Optional<String> openid(ShopperId shopperId) {
        return jdbc.sql("SELECT openid_sealed FROM shoppers WHERE shopper_id = ? AND openid_sealed IS NOT NULL")
                .param(shopperId.value())
                .query((row, number) -> Objects.requireNonNull(cipher.decrypt(row.getString("openid_sealed"))))
                .optional();
    }

    Optional<Shopper> find(ShopperId shopperId) {
        return jdbc.sql("SELECT shopper_id, nickname_sealed, phone_sealed, consents FROM shoppers WHERE shopper_id = ?")
                .param(shopperId.value())
                .query((row, number) -> shopper(row))
                .optional();
    }

    /** A shopper, and who that is at WeChat; null for who never logged in. */
    record WithOpenid(Shopper shopper, @Nullable String openid) {}

    List<WithOpenid> findWithOpenids(Collection<ShopperId> shopperIds) {
        if (shopperIds.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        SELECT shopper_id, nickname_sealed, phone_sealed, consents, openid_sealed FROM shoppers
                        WHERE shopper_id IN (:shoppers)""")
                .param("shoppers", shopperIds.stream().map(ShopperId::value).toList())
                .query((row, number) -> new WithOpenid(shopper(row), cipher.decrypt(row.getString("openid_sealed"))))
                .list();
    }

    private Shopper shopper(ResultSet row) throws SQLException {
        return new Shopper(
                new ShopperId(row.getString("shopper_id")),
                cipher.decrypt(row.getString("nickname_sealed")),
                cipher.decrypt(row.getString("phone_sealed")),
                words(row.getString("consents")));
    }

    void describe(Shopper shopper) {
        jdbc.sql("UPDATE shoppers SET nickname_sealed = ?, phone_sealed = ?, consents = ? WHERE shopper_id = ?")
                .param(cipher.encrypt(shopper.nickname()))
                .param(cipher.encrypt(shopper.phone()))
                .param(String.join(",", shopper.consents()))
                .param(shopper.shopperId().value())
                .update();
    }

    void erase(ShopperId shopperId, Instant now) {
        jdbc.sql("""
                        UPDATE shoppers SET openid_sealed = NULL, openid_hash = NULL, nickname_sealed = NULL,
                        phone_sealed = NULL, consents = '', erased_at = ? WHERE shopper_id = ?""").params(UtcTime.toDatabase(now), shopperId.value()).update();
    }

    private static List<String> words(String stored) {
        return stored.isEmpty() ? List.of() : List.of(stored.split(","));
    }
}
