-- One row per request for money back, a return or an exchange; the order's row is locked before it is written.
CREATE TABLE after_sales (
    after_sales_no      VARCHAR(32) NOT NULL PRIMARY KEY,
    order_no            VARCHAR(32) NOT NULL,
    shopper_id          VARCHAR(64) NOT NULL,
    type                VARCHAR(24) NOT NULL,
    status              VARCHAR(24) NOT NULL,
    amount_fen          BIGINT      NOT NULL,
    -- what of it was granted in the end; null while nobody has said
    granted_fen         BIGINT,
    -- whether its money and units are kept for it on the order
    claimed             BOOLEAN     NOT NULL,
    reason_sealed       TEXT,
    note_sealed         TEXT,
    evidence            VARCHAR(1000) NOT NULL,
    requested_by        VARCHAR(200) NOT NULL,
    decided_by          VARCHAR(64),
    deadline_at         DATETIME(6),
    refund_no           VARCHAR(32),
    process_instance_id VARCHAR(64),
    requested_at        DATETIME(6) NOT NULL,
    status_since        DATETIME(6) NOT NULL,
    version             INT         NOT NULL
);
CREATE INDEX after_sales_by_order ON after_sales (order_no);
-- the money is back: whose was it?
CREATE INDEX after_sales_by_refund ON after_sales (refund_no);
-- what waits for staff?
CREATE INDEX after_sales_by_status ON after_sales (status, requested_at);
-- erasure of personal data
CREATE INDEX after_sales_by_shopper ON after_sales (shopper_id);

CREATE TABLE after_sale_items (
    after_sales_no VARCHAR(32) NOT NULL,
    line_no        INT         NOT NULL,
    sku_id         VARCHAR(64) NOT NULL,
    quantity       INT         NOT NULL,
    worth_fen      BIGINT      NOT NULL,
    amount_fen     BIGINT      NOT NULL,
    PRIMARY KEY (after_sales_no, line_no)
);

-- How many requests about the order are open: it is not received by itself meanwhile.
ALTER TABLE orders ADD COLUMN open_after_sales INT DEFAULT 0 NOT NULL;

-- Units that an open request asks back before they have left: they must not be shipped.
ALTER TABLE order_lines ADD COLUMN asked_quantity INT DEFAULT 0 NOT NULL;

-- What the units that were promised back are worth, so that units taken in any sequence add up to the line.
ALTER TABLE order_lines ADD COLUMN refunding_worth_fen BIGINT DEFAULT 0 NOT NULL;
UPDATE order_lines SET refunding_worth_fen = FLOOR(payable_fen * refunding_quantity / quantity) WHERE refunding_quantity > 0;
