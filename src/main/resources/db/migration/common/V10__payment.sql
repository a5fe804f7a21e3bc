-- One row per attempt to pay an order. Its number is committed before the gateway hears of it.
CREATE TABLE payments (
    payment_no             VARCHAR(32)  NOT NULL PRIMARY KEY,
    order_no               VARCHAR(32)  NOT NULL,
    channel                VARCHAR(16)  NOT NULL,
    scene                  VARCHAR(16)  NOT NULL,
    status                 VARCHAR(16)  NOT NULL,
    amount_fen             BIGINT       NOT NULL,
    payer_id_sealed        VARCHAR(512),
    payer_ip_sealed        VARCHAR(255),
    opened_at              DATETIME(6)  NOT NULL,
    expires_at             DATETIME(6)  NOT NULL,
    paid_at                DATETIME(6),
    gateway_transaction_id VARCHAR(64),
    client_params          VARCHAR(4000),
    status_reason          VARCHAR(255),
    status_since           DATETIME(6)  NOT NULL,
    askings                INT          NOT NULL,
    next_ask_at            DATETIME(6)
);
CREATE INDEX payments_by_order ON payments (order_no);
CREATE INDEX payments_by_next_ask ON payments (next_ask_at);

-- The inbox: each authentic notification once.
CREATE TABLE payment_notifications (
    channel         VARCHAR(16)  NOT NULL,
    notification_id VARCHAR(64)  NOT NULL,
    payment_no      VARCHAR(64)  NOT NULL,
    state           VARCHAR(16)  NOT NULL,
    amount_fen      BIGINT,
    currency        VARCHAR(16),
    verdict         VARCHAR(24)  NOT NULL,
    received_at     DATETIME(6)  NOT NULL,
    PRIMARY KEY (channel, notification_id)
);
