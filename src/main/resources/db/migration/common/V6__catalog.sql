CREATE TABLE categories (
    category_id VARCHAR(32) NOT NULL,
    name        VARCHAR(120) NOT NULL,
    name_en     VARCHAR(120) NOT NULL DEFAULT '',
    sort_order  INT NOT NULL DEFAULT 0,
    PRIMARY KEY (category_id)
);

CREATE TABLE products (
    product_id     VARCHAR(32) NOT NULL,
    category_id    VARCHAR(32) NOT NULL,
    name           VARCHAR(120) NOT NULL,
    name_en        VARCHAR(120) NOT NULL DEFAULT '',
    description    TEXT NOT NULL,
    description_en TEXT NOT NULL,
    images         TEXT NOT NULL,
    on_sale        BOOLEAN NOT NULL,
    units_sold     BIGINT NOT NULL DEFAULT 0,
    created_at     DATETIME(6) NOT NULL,
    updated_at     DATETIME(6) NOT NULL,
    PRIMARY KEY (product_id),
    INDEX ix_products_category (category_id),
    CONSTRAINT fk_products_category FOREIGN KEY (category_id) REFERENCES categories (category_id)
);

-- A SKU is never deleted, because orders name it; it goes off sale.
CREATE TABLE skus (
    sku_id         VARCHAR(64) NOT NULL,
    product_id     VARCHAR(32) NOT NULL,
    specs          TEXT NOT NULL,
    price_fen      BIGINT NOT NULL,
    list_price_fen BIGINT NOT NULL,
    on_sale        BOOLEAN NOT NULL,
    sort_order     INT NOT NULL DEFAULT 0,
    PRIMARY KEY (sku_id),
    INDEX ix_skus_product (product_id),
    CONSTRAINT fk_skus_product FOREIGN KEY (product_id) REFERENCES products (product_id),
    CONSTRAINT ck_skus_price CHECK (price_fen >= 0 AND list_price_fen >= price_fen)
);
