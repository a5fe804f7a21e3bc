-- Which process instance looks after the order's way to the shopper.
CREATE TABLE fulfilments (
    order_no            VARCHAR(32) NOT NULL PRIMARY KEY,
    process_instance_id VARCHAR(64) NOT NULL,
    handed_over_at      DATETIME(6) NOT NULL
);

CREATE TABLE shipments (
    shipment_no         VARCHAR(32)  NOT NULL PRIMARY KEY,
    order_no            VARCHAR(32)  NOT NULL,
    carrier             VARCHAR(16)  NOT NULL,
    tracking_no         VARCHAR(64),
    status              VARCHAR(24)  NOT NULL,
    process_instance_id VARCHAR(64),
    shipped_at          DATETIME(6)  NOT NULL,
    signed_at           DATETIME(6)
);
CREATE INDEX shipments_by_order ON shipments (order_no);
CREATE INDEX shipments_by_tracking_no ON shipments (tracking_no);

CREATE TABLE shipment_items (
    shipment_no VARCHAR(32) NOT NULL,
    line_no     INT         NOT NULL,
    quantity    INT         NOT NULL,
    PRIMARY KEY (shipment_no, line_no)
);

-- What the carrier says happened; the same news may come many times.
CREATE TABLE tracking_events (
    shipment_no VARCHAR(32)  NOT NULL,
    happened_at DATETIME(6)  NOT NULL,
    state       VARCHAR(24)  NOT NULL,
    text        VARCHAR(512) NOT NULL,
    PRIMARY KEY (shipment_no, happened_at, state)
);
