-- What the review of a suspicious order says: AWAITED, RELEASED, REFUSED; null for an order that needs none. Beside hold, so
-- that neither hides the other.
ALTER TABLE orders ADD COLUMN review VARCHAR(8);

-- Every judgement, of refused orders too. By shopper, because that is how it is read and forgotten. The marks are keyed hashes
-- of address and device, only on orders that were accepted: the next order's repetitions are counted by them.
CREATE TABLE risk_verdicts (
    verdict_no    VARCHAR(32)  NOT NULL,
    shopper_id    VARCHAR(64)  NOT NULL,
    judged_at     DATETIME(6)  NOT NULL,
    order_no      VARCHAR(32),
    verdict       VARCHAR(8)   NOT NULL,
    reasons       VARCHAR(512) NOT NULL,
    facts         VARCHAR(512) NOT NULL,
    table_version INT          NOT NULL,
    address_mark  VARCHAR(32),
    device_mark   VARCHAR(32),
    PRIMARY KEY (shopper_id, judged_at, verdict_no)
);
CREATE INDEX risk_verdicts_by_address ON risk_verdicts (address_mark, judged_at);
CREATE INDEX risk_verdicts_by_device ON risk_verdicts (device_mark, judged_at);

-- Shoppers and addresses that operators refuse to sell to. subject: the shopper's id, or the address's mark.
CREATE TABLE risk_blocks (
    kind       VARCHAR(8)   NOT NULL,
    subject    VARCHAR(64)  NOT NULL,
    order_no   VARCHAR(32),
    note       VARCHAR(200),
    blocked_by VARCHAR(80)  NOT NULL,
    blocked_at DATETIME(6)  NOT NULL,
    PRIMARY KEY (kind, subject)
);
