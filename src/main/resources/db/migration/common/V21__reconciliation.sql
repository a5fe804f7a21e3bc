-- A channel's day and how far its comparison is.
CREATE TABLE reconciliations (
    channel             VARCHAR(16) NOT NULL,
    bill_date           DATE        NOT NULL,
    status              VARCHAR(24) NOT NULL,
    tries               INT         NOT NULL,
    process_instance_id VARCHAR(64),
    started_at          DATETIME(6) NOT NULL,
    finished_at         DATETIME(6),
    PRIMARY KEY (channel, bill_date)
);

-- The gateway's bill as it was read. amount_fen is the list of trades, moved_fen the merchant's account.
CREATE TABLE bill_lines (
    channel      VARCHAR(16) NOT NULL,
    bill_date    DATE        NOT NULL,
    kind         VARCHAR(8)  NOT NULL,
    reference_no VARCHAR(64) NOT NULL,
    amount_fen   BIGINT,
    fee_fen      BIGINT      NOT NULL,
    moved_fen    BIGINT,
    PRIMARY KEY (channel, bill_date, kind, reference_no)
);
-- a refund asked for before midnight may be on the next day's bill
CREATE INDEX bill_lines_by_reference ON bill_lines (reference_no);

CREATE TABLE reconciliation_differences (
    channel      VARCHAR(16) NOT NULL,
    bill_date    DATE        NOT NULL,
    kind         VARCHAR(24) NOT NULL,
    line_kind    VARCHAR(8)  NOT NULL,
    reference_no VARCHAR(64) NOT NULL,
    ours_fen     BIGINT,
    theirs_fen   BIGINT,
    proposal     VARCHAR(32) NOT NULL,
    settled_at   DATETIME(6),
    PRIMARY KEY (channel, bill_date, line_kind, reference_no)
);

-- which movements of a day does the bill lack?
CREATE INDEX ledger_entries_by_day ON ledger_entries (happened_at);
