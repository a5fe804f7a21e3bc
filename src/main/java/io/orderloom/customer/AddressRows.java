package io.orderloom.customer;

import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code shopper_addresses}. */
@Component
class AddressRows {

    private final JdbcClient jdbc;
    private final AddressSeal seal;

    AddressRows(JdbcClient jdbc, AddressSeal seal) {
        this.jdbc = jdbc;
        this.seal = seal;
    }

    List<AddressBook.Entry> of(ShopperId shopper) {
        return jdbc.sql("""
                        SELECT address_id, address_sealed, is_default FROM shopper_addresses WHERE shopper_id = ?
                        ORDER BY is_default DESC, updated_at DESC, address_id""").param(shopper.value()).query(this::toEntry).list();
    }

    Optional<AddressBook.Entry> find(ShopperId shopper, String addressId) {
        return jdbc.sql("""
                        SELECT address_id, address_sealed, is_default FROM shopper_addresses
                        WHERE shopper_id = ? AND address_id = ?""")
                .params(shopper.value(), addressId)
                .query(this::toEntry)
                .optional();
    }

    long count(ShopperId shopper) {
        return jdbc.sql("SELECT COUNT(*) FROM shopper_addresses WHERE shopper_id = ?")
                .param(shopper.value())
                .query(Long.class)
                .single();
    }

    void clearDefault(ShopperId shopper) {
        jdbc.sql("UPDATE shopper_addresses SET is_default = FALSE WHERE shopper_id = ? AND is_default = TRUE")
                .param(shopper.value())
                .update();
    }

    void put(ShopperId shopper, AddressBook.Entry entry, Instant now) {
        jdbc.sql("""
                        INSERT INTO shopper_addresses (shopper_id, address_id, address_sealed, is_default, updated_at)
                        VALUES (?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE address_sealed = VALUES(address_sealed), is_default = VALUES(is_default),
                        updated_at = VALUES(updated_at)""")
                .params(
                        shopper.value(),
                        entry.addressId(),
                        seal.seal(entry.address()),
                        entry.isDefault(),
                        UtcTime.toDatabase(now))
                .update();
    }

    boolean delete(ShopperId shopper, String addressId) {
        return jdbc.sql("DELETE FROM shopper_addresses WHERE shopper_id = ? AND address_id = ?")
                        .params(shopper.value(), addressId)
                        .update()
                == 1;
    }

    void deleteAll(ShopperId shopper) {
        jdbc.sql("DELETE FROM shopper_addresses WHERE shopper_id = ?")
                .param(shopper.value())
                .update();
    }

    private AddressBook.Entry toEntry(ResultSet row, int number) throws SQLException {
        return new AddressBook.Entry(
                row.getString("address_id"), seal.open(row.getString("address_sealed")), row.getBoolean("is_default"));
    }
}
