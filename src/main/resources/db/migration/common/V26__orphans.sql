-- What a gateway told of under a number that is not ours, so that operators find it without a look through all
-- notifications there ever were.
CREATE TABLE orphans (
    channel         VARCHAR(16)  NOT NULL,
    kind            VARCHAR(8)   NOT NULL,
    notification_id VARCHAR(64)  NOT NULL,
    number          VARCHAR(64)  NOT NULL,
    amount_fen      BIGINT,
    received_at     DATETIME(6)  NOT NULL,
    PRIMARY KEY (channel, kind, notification_id)
);

INSERT INTO orphans (channel, kind, notification_id, number, amount_fen, received_at)
SELECT channel, 'PAYMENT', notification_id, payment_no, amount_fen, received_at
FROM payment_notifications WHERE verdict = 'UNKNOWN_PAYMENT';
