-- What a case asks for in exchange, at the price of the day of asking, and how far that has come.
CREATE TABLE exchanges (
    after_sales_no      VARCHAR(32)  NOT NULL PRIMARY KEY,
    sku_id              VARCHAR(64)  NOT NULL,
    name                VARCHAR(255) NOT NULL,
    quantity            INT          NOT NULL,
    unit_price_fen      BIGINT       NOT NULL,
    status              VARCHAR(24)  NOT NULL,
    -- what the shopper pays on top, and whether it may still be paid
    top_up_fen          BIGINT       NOT NULL,
    payable             BOOLEAN      NOT NULL,
    pay_before          DATETIME(6),
    -- the payment that brought it, and what of it was promised back
    top_up_payment_no   VARCHAR(32),
    top_up_back_fen     BIGINT       NOT NULL,
    process_instance_id VARCHAR(64),
    shipment_no         VARCHAR(32),
    CONSTRAINT ck_exchanges_top_up_back CHECK (top_up_back_fen >= 0 AND top_up_back_fen <= top_up_fen)
);
-- fewer are on the shelf than are held: which exchanges can do without?
CREATE INDEX exchanges_by_sku ON exchanges (sku_id, status);

-- The exchange that a payment is a top-up for; null for the order's own money.
ALTER TABLE payments ADD COLUMN top_up_of VARCHAR(32);

-- Units that were exchanged: their line has nothing more to give for them.
ALTER TABLE order_lines ADD COLUMN exchanged_quantity INT DEFAULT 0 NOT NULL;

-- A parcel that brings the replacement of an exchange holds no units of the order's lines, and is reported to WeChat
-- with the payment of the top-up, if that was WeChat's.
ALTER TABLE shipments ADD COLUMN after_sales_no VARCHAR(32);
ALTER TABLE shipments ADD COLUMN replacement_sku_id VARCHAR(64);
ALTER TABLE shipments ADD COLUMN replacement_name VARCHAR(255);
ALTER TABLE shipments ADD COLUMN replacement_quantity INT;
ALTER TABLE shipments ADD COLUMN wechat_payment_no VARCHAR(32);
