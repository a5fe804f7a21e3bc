-- One row per intent to give money back. Its number is committed before the gateway hears of it, for ever.
CREATE TABLE refunds (
    refund_no           VARCHAR(32)  NOT NULL PRIMARY KEY,
    order_no            VARCHAR(32)  NOT NULL,
    payment_no          VARCHAR(32)  NOT NULL,
    amount_fen          BIGINT       NOT NULL,
    status              VARCHAR(16)  NOT NULL,
    reason              VARCHAR(24)  NOT NULL,
    requested_at        DATETIME(6)  NOT NULL,
    ask_from            DATETIME(6)  NOT NULL,
    refunded_at         DATETIME(6),
    gateway_refund_id   VARCHAR(64),
    process_instance_id VARCHAR(64),
    status_reason       VARCHAR(255),
    status_since        DATETIME(6)  NOT NULL
);
CREATE INDEX refunds_by_order ON refunds (order_no);
CREATE INDEX refunds_by_payment ON refunds (payment_no);
-- the operator's question: which refunds need an eye?
CREATE INDEX refunds_by_status ON refunds (status);

-- What was promised back of a payment, so that no two refunds together exceed it.
ALTER TABLE payments ADD COLUMN refunding_fen BIGINT DEFAULT 0 NOT NULL;

-- The inbox: each authentic notification of a refund once.
CREATE TABLE refund_notifications (
    channel         VARCHAR(16)  NOT NULL,
    notification_id VARCHAR(64)  NOT NULL,
    refund_no       VARCHAR(64)  NOT NULL,
    state           VARCHAR(16)  NOT NULL,
    amount_fen      BIGINT,
    received_at     DATETIME(6)  NOT NULL,
    PRIMARY KEY (channel, notification_id)
);
