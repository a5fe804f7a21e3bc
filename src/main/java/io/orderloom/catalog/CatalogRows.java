package io.orderloom.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import io.orderloom.shared.SkuId;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables {@code categories}, {@code products} and {@code skus}. */
@Component
class CatalogRows {

    private static final String PRODUCT_COLUMNS =
            "p.product_id, p.category_id, p.name, p.name_en, p.description, p.description_en, p.images, p.on_sale";

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, String>> SPECS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final BusinessClock clock;
    private final ObjectMapper json = new ObjectMapper();

    CatalogRows(JdbcClient jdbc, BusinessClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    List<Category> categories() {
        return jdbc.sql(
                        "SELECT category_id, name, name_en, sort_order FROM categories ORDER BY sort_order, category_id")
                .query((row, number) -> new Category(
                        row.getString("category_id"),
                        row.getString("name"),
                        row.getString("name_en"),
                        row.getInt("sort_order")))
                .list();
    }

    boolean hasCategory(String categoryId) {
        return jdbc.sql("SELECT 1 FROM categories WHERE category_id = ?")
                .param(categoryId)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    boolean update(Category category) {
        return jdbc.sql("UPDATE categories SET name = ?, name_en = ?, sort_order = ? WHERE category_id = ?")
                        .params(category.name(), category.nameEn(), category.sortOrder(), category.categoryId())
                        .update()
                == 1;
    }

    void insert(Category category) {
        jdbc.sql("INSERT INTO categories (category_id, name, name_en, sort_order) VALUES (?, ?, ?, ?)"
                        + " ON DUPLICATE KEY UPDATE name = VALUES(name), name_en = VALUES(name_en),"
                        + " sort_order = VALUES(sort_order)")
                .params(category.categoryId(), category.name(), category.nameEn(), category.sortOrder())
                .update();
    }

    Optional<Product> product(String productId) {
        return withSkus(jdbc.sql("SELECT " + PRODUCT_COLUMNS + " FROM products p WHERE p.product_id = ?")
                        .param(productId)
                        .query(this::toProduct)
                        .list())
                .stream()
                .findFirst();
    }

    long count(ProductSearch search) {
        Map<String, Object> params = new HashMap<>();
        return jdbc.sql("SELECT COUNT(*) FROM " + matching(search, params))
                .params(params)
                .query(Long.class)
                .single();
    }

    List<Product> search(ProductSearch search, int page, int size) {
        Map<String, Object> params = new HashMap<>();
        String sql = "SELECT " + PRODUCT_COLUMNS + " FROM " + matching(search, params) + " ORDER BY "
                + order(search, params) + " LIMIT :size OFFSET :skip";
        params.put("size", size);
        params.put("skip", (long) page * size);
        return withSkus(jdbc.sql(sql).params(params).query(this::toProduct).list());
    }

    /** The products on sale that match, joined with the lowest and highest price of their variants. */
    private static String matching(ProductSearch search, Map<String, Object> params) {
        StringBuilder sql = new StringBuilder("""
                products p JOIN (SELECT product_id, MIN(price_fen) AS low_fen, MAX(price_fen) AS high_fen
                                 FROM skus WHERE on_sale = TRUE GROUP BY product_id) s ON s.product_id = p.product_id
                WHERE p.on_sale = TRUE""");
        if (search.categoryId() != null) {
            sql.append(" AND p.category_id = :category");
            params.put("category", search.categoryId());
        }
        if (search.minPriceFen() != null) {
            sql.append(" AND s.high_fen >= :minPrice");
            params.put("minPrice", search.minPriceFen());
        }
        if (search.maxPriceFen() != null) {
            sql.append(" AND s.low_fen <= :maxPrice");
            params.put("maxPrice", search.maxPriceFen());
        }
        if (search.text() != null) {
            sql.append(" AND (LOWER(p.name) LIKE :text ESCAPE '!' OR LOWER(p.name_en) LIKE :text ESCAPE '!'"
                    + " OR LOWER(p.description) LIKE :text ESCAPE '!'"
                    + " OR LOWER(p.description_en) LIKE :text ESCAPE '!')");
            params.put("text", contains(search.text()));
        }
        return sql.toString();
    }

    private static String order(ProductSearch search, Map<String, Object> params) {
        return switch (search.sort()) {
            case PRICE_RISING -> "s.low_fen, p.product_id";
            case PRICE_FALLING -> "s.low_fen DESC, p.product_id";
            case SALES -> "p.units_sold DESC, p.product_id";
            case NEWEST -> "p.created_at DESC, p.product_id";
            case RELEVANCE -> {
                if (search.text() == null) {
                    yield "p.units_sold DESC, p.product_id";
                }
                params.put("inName", contains(search.text()));
                yield "CASE WHEN LOWER(p.name) LIKE :inName ESCAPE '!' OR LOWER(p.name_en) LIKE :inName ESCAPE '!'"
                        + " THEN 0 ELSE 1 END, p.units_sold DESC, p.product_id";
            }
        };
    }

    private static String contains(String text) {
        String escaped = text.toLowerCase(java.util.Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return "%" + escaped + "%";
    }

    private List<Product> withSkus(List<Product> products) {
        if (products.isEmpty()) {
            return products;
        }
        Map<String, List<Sku>> byProduct = new HashMap<>();
        jdbc.sql("""
                        SELECT sku_id, product_id, specs, price_fen, list_price_fen, on_sale FROM skus
                        WHERE product_id IN (:products) ORDER BY sort_order, sku_id""")
                .param("products", products.stream().map(Product::productId).toList())
                .query(row -> {
                    byProduct
                            .computeIfAbsent(row.getString("product_id"), id -> new ArrayList<>())
                            .add(new Sku(
                                    new SkuId(row.getString("sku_id")),
                                    read(row.getString("specs"), SPECS),
                                    Money.ofFen(row.getLong("price_fen")),
                                    Money.ofFen(row.getLong("list_price_fen")),
                                    row.getBoolean("on_sale")));
                });
        return products.stream()
                .map(product -> product.withSkus(byProduct.getOrDefault(product.productId(), List.of())))
                .toList();
    }

    Map<SkuId, PricedSku> priced(Collection<SkuId> skuIds) {
        Map<SkuId, PricedSku> priced = new HashMap<>();
        jdbc.sql("""
                        SELECT s.sku_id, s.product_id, p.name, s.specs, s.price_fen, s.on_sale, p.on_sale AS product_on_sale
                        FROM skus s JOIN products p ON p.product_id = s.product_id WHERE s.sku_id IN (:skuIds)""")
                .param(
                        "skuIds",
                        new HashSet<>(skuIds).stream().map(SkuId::value).toList())
                .query(row -> {
                    PricedSku sku = new PricedSku(
                            new SkuId(row.getString("sku_id")),
                            row.getString("product_id"),
                            lineName(row.getString("name"), read(row.getString("specs"), SPECS)),
                            Money.ofFen(row.getLong("price_fen")),
                            row.getBoolean("on_sale") && row.getBoolean("product_on_sale"));
                    priced.put(sku.skuId(), sku);
                });
        return priced;
    }

    private static String lineName(String productName, Map<String, String> specs) {
        return specs.isEmpty() ? productName : productName + " " + String.join("/", specs.values());
    }

    List<SkuId> ownedByOthers(String productId, List<SkuId> skuIds) {
        if (skuIds.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("SELECT sku_id FROM skus WHERE sku_id IN (:skuIds) AND product_id <> :product ORDER BY sku_id")
                .param("skuIds", skuIds.stream().map(SkuId::value).toList())
                .param("product", productId)
                .query((row, number) -> new SkuId(row.getString("sku_id")))
                .list();
    }

    boolean update(Product product) {
        return jdbc.sql("""
                                UPDATE products SET category_id = ?, name = ?, name_en = ?, description = ?, description_en = ?,
                                images = ?, on_sale = ?, updated_at = ? WHERE product_id = ?""")
                        .params(
                                product.categoryId(),
                                product.name(),
                                product.nameEn(),
                                product.description(),
                                product.descriptionEn(),
                                write(product.images()),
                                product.onSale(),
                                UtcTime.toDatabase(clock.now()),
                                product.productId())
                        .update()
                == 1;
    }

    void insert(Product product) {
        var now = UtcTime.toDatabase(clock.now());
        jdbc.sql("""
                        INSERT INTO products (product_id, category_id, name, name_en, description, description_en, images,
                        on_sale, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE updated_at = VALUES(updated_at)""")
                .params(
                        product.productId(),
                        product.categoryId(),
                        product.name(),
                        product.nameEn(),
                        product.description(),
                        product.descriptionEn(),
                        write(product.images()),
                        product.onSale(),
                        now,
                        now)
                .update();
    }

    void takeOffSale(String productId) {
        jdbc.sql("UPDATE skus SET on_sale = FALSE WHERE product_id = ?")
                .param(productId)
                .update();
    }

    void put(String productId, Sku sku, int sortOrder) {
        jdbc.sql("""
                        INSERT INTO skus (sku_id, product_id, specs, price_fen, list_price_fen, on_sale, sort_order)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE specs = VALUES(specs), price_fen = VALUES(price_fen),
                        list_price_fen = VALUES(list_price_fen), on_sale = VALUES(on_sale), sort_order = VALUES(sort_order)""")
                .params(
                        sku.skuId().value(),
                        productId,
                        write(sku.specs()),
                        sku.price().fen(),
                        sku.listPrice().fen(),
                        sku.onSale(),
                        sortOrder)
                .update();
    }

    private Product toProduct(ResultSet row, int number) throws SQLException {
        return new Product(
                row.getString("product_id"),
                row.getString("category_id"),
                row.getString("name"),
                row.getString("name_en"),
                row.getString("description"),
                row.getString("description_en"),
                read(row.getString("images"), TEXTS),
                row.getBoolean("on_sale"),
                List.of());
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A catalogue row holds text that is not JSON", e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A catalogue value cannot be written as JSON", e);
        }
    }
}
