-- Double entry, append-only: rows are added and never changed. The rows of one movement of one thing sum to zero.
-- Debits are positive: GATEWAY is what a gateway holds for us, ORDERS and SURPLUS what we owe goods or money for,
-- FEES what the gateway kept.
CREATE TABLE ledger_entries (
    entry_id     BIGINT      NOT NULL AUTO_INCREMENT,
    movement     VARCHAR(16) NOT NULL,
    reference_no VARCHAR(32) NOT NULL,
    account      VARCHAR(16) NOT NULL,
    order_no     VARCHAR(32) NOT NULL,
    channel      VARCHAR(16) NOT NULL,
    amount_fen   BIGINT      NOT NULL,
    happened_at  DATETIME(6) NOT NULL,
    booked_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (entry_id),
    -- what happened once is booked once
    CONSTRAINT ledger_entries_once UNIQUE (movement, reference_no, account)
);
CREATE INDEX ledger_entries_by_order ON ledger_entries (order_no);
