-- How much of an order's money each of the staff granted, so that a large sum is not given in small parts.
CREATE TABLE refund_grants (
    subject     VARCHAR(32) NOT NULL PRIMARY KEY,
    order_no    VARCHAR(32) NOT NULL,
    granted_by  VARCHAR(96) NOT NULL,
    granted_fen BIGINT      NOT NULL,
    granted_at  DATETIME(6) NOT NULL
);
CREATE INDEX refund_grants_by_order ON refund_grants (order_no);
