package io.orderloom.pricing;

import io.orderloom.shared.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code freight_rules}. */
@Component
class FreightRows {

    private static final String EVERYWHERE_ELSE = "*";

    private record Row(String province, FreightRule rule) {}

    private final JdbcClient jdbc;

    FreightRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws IllegalStateException when the row for everywhere else is missing */
    FreightRule rule(DeliveryMethod method, @Nullable String province) {
        List<Row> rows = jdbc.sql("""
                        SELECT province, flat_fen, free_from_fen FROM freight_rules
                        WHERE delivery_method = ? AND province IN (?, ?)""")
                .params(method.name(), EVERYWHERE_ELSE, province == null ? EVERYWHERE_ELSE : province)
                .query((row, number) -> {
                    long freeFrom = row.getLong("free_from_fen");
                    Money free = row.wasNull() ? null : Money.ofFen(freeFrom);
                    return new Row(
                            row.getString("province"), new FreightRule(Money.ofFen(row.getLong("flat_fen")), free));
                })
                .list();
        return rows.stream()
                .filter(row -> !row.province().equals(EVERYWHERE_ELSE))
                .findFirst()
                .or(() -> rows.stream().findFirst())
                .map(Row::rule)
                .orElseThrow(() -> new IllegalStateException("freight_rules has no row '*' for " + method));
    }
}
