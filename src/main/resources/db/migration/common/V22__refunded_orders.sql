-- Paid orders of which nothing is left because all went back: their processes are told so, each in a transaction of its own.
CREATE TABLE refunded_orders (
    order_no    VARCHAR(32) NOT NULL PRIMARY KEY,
    refunded_at DATETIME(6) NOT NULL
);
