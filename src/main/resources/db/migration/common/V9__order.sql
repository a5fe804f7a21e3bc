-- The row that is locked first by whoever writes a fact about an order.
CREATE TABLE orders (
    order_no              VARCHAR(32)   NOT NULL PRIMARY KEY,
    shopper_id            VARCHAR(64)   NOT NULL,
    status                VARCHAR(24)   NOT NULL,
    hold                  VARCHAR(24),
    held_since            DATETIME(6),
    payable               BOOLEAN       NOT NULL,
    cancel_reason         VARCHAR(16),
    goods_fen             BIGINT        NOT NULL,
    discount_fen          BIGINT        NOT NULL,
    freight_fen           BIGINT        NOT NULL,
    payable_fen           BIGINT        NOT NULL,
    paid_fen              BIGINT        NOT NULL,
    refunded_fen          BIGINT        NOT NULL,
    delivery_method       VARCHAR(16)   NOT NULL,
    shipping_address_sealed TEXT,
    remark_sealed         TEXT,
    coupon_ids            VARCHAR(1024) NOT NULL,
    placed_at             DATETIME(6)   NOT NULL,
    pay_before            DATETIME(6)   NOT NULL,
    received_at           DATETIME(6),
    process_instance_id   VARCHAR(64),
    version               INT           NOT NULL
);
CREATE INDEX orders_by_shopper ON orders (shopper_id, placed_at);
CREATE INDEX orders_by_status ON orders (status, placed_at);

CREATE TABLE order_lines (
    order_no         VARCHAR(32)  NOT NULL,
    line_no          INT          NOT NULL,
    sku_id           VARCHAR(64)  NOT NULL,
    name             VARCHAR(255) NOT NULL,
    quantity         INT          NOT NULL,
    unit_price_fen   BIGINT       NOT NULL,
    discount_fen     BIGINT       NOT NULL,
    payable_fen      BIGINT       NOT NULL,
    shipped_quantity INT          NOT NULL,
    refunded_fen     BIGINT       NOT NULL,
    PRIMARY KEY (order_no, line_no)
);
