-- A complaint about an order; what was said about it stands in its conversation.
CREATE TABLE complaints (
    complaint_no        VARCHAR(32)  NOT NULL PRIMARY KEY,
    conversation_id     VARCHAR(32)  NOT NULL,
    order_no            VARCHAR(32)  NOT NULL,
    shopper_id          VARCHAR(64)  NOT NULL,
    status              VARCHAR(16)  NOT NULL,
    raised_at           DATETIME(6)  NOT NULL,
    decided_at          DATETIME(6),
    decided_by          VARCHAR(128),
    process_instance_id VARCHAR(64)
);
CREATE INDEX complaints_by_order ON complaints (order_no);
CREATE INDEX complaints_by_status ON complaints (status, raised_at);

-- When WeChat was asked to remind the shopper to confirm the receipt; it does so once for each order.
ALTER TABLE fulfilments ADD COLUMN receipt_reminded_at DATETIME(6);
