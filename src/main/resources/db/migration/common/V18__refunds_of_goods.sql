-- What of an order was promised back, and by which payment its money came.
ALTER TABLE orders ADD COLUMN refunding_fen BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE orders ADD COLUMN paid_payment_no VARCHAR(32);

-- Units promised back, and how many of them had not left the warehouse and never will.
ALTER TABLE order_lines ADD COLUMN refunding_quantity INT DEFAULT 0 NOT NULL;
ALTER TABLE order_lines ADD COLUMN given_up_quantity INT DEFAULT 0 NOT NULL;

-- Which units a refund pays for; a refund of money alone has none.
CREATE TABLE refund_items (
    refund_no  VARCHAR(32) NOT NULL,
    line_no    INT         NOT NULL,
    quantity   INT         NOT NULL,
    amount_fen BIGINT      NOT NULL,
    PRIMARY KEY (refund_no, line_no)
);
