-- What a merchant may hand out: so much off, from so much goods value on.
CREATE TABLE coupons (
    template_id   VARCHAR(32) NOT NULL,
    name          VARCHAR(120) NOT NULL,
    name_en       VARCHAR(120) NOT NULL DEFAULT '',
    amount_fen    BIGINT NOT NULL,
    threshold_fen BIGINT NOT NULL,
    combinable    BOOLEAN NOT NULL,
    valid_from    DATETIME(6) NOT NULL,
    valid_until   DATETIME(6) NOT NULL,
    created_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (template_id),
    CONSTRAINT ck_coupons_amounts CHECK (amount_fen > 0 AND threshold_fen >= 0)
);

-- One coupon in one shopper's hands: AVAILABLE, LOCKED by an unpaid order, USED by a paid one.
CREATE TABLE coupon_grants (
    coupon_id   VARCHAR(32) NOT NULL,
    template_id VARCHAR(32) NOT NULL,
    shopper_id  VARCHAR(64) NOT NULL,
    status      VARCHAR(16) NOT NULL,
    order_no    VARCHAR(32),
    valid_from  DATETIME(6) NOT NULL,
    valid_until DATETIME(6) NOT NULL,
    granted_at  DATETIME(6) NOT NULL,
    PRIMARY KEY (coupon_id),
    INDEX ix_coupon_grants_shopper (shopper_id),
    INDEX ix_coupon_grants_order (order_no),
    CONSTRAINT fk_coupon_grants_template FOREIGN KEY (template_id) REFERENCES coupons (template_id)
);

-- What sending an order costs. A merchant changes the rows: province '*' stands for everywhere else,
-- and from free_from_fen of goods after discounts nothing is charged (null: never free of charge).
CREATE TABLE freight_rules (
    delivery_method VARCHAR(16) NOT NULL,
    province        VARCHAR(64) NOT NULL,
    flat_fen        BIGINT NOT NULL,
    free_from_fen   BIGINT,
    PRIMARY KEY (delivery_method, province),
    CONSTRAINT ck_freight_rules_flat CHECK (flat_fen >= 0)
);

INSERT INTO freight_rules (delivery_method, province, flat_fen, free_from_fen) VALUES ('EXPRESS', '*', 600, 29900);
INSERT INTO freight_rules (delivery_method, province, flat_fen, free_from_fen) VALUES ('PICKUP', '*', 0, NULL);
