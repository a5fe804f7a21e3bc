-- Parcels that WeChat does not know of yet although it was told; their orders' money is frozen there.
CREATE TABLE unreported_shipments (
    shipment_no   VARCHAR(32)  NOT NULL PRIMARY KEY,
    order_no      VARCHAR(32)  NOT NULL,
    failing_since DATETIME(6)  NOT NULL,
    refused       BOOLEAN      NOT NULL,
    reason        VARCHAR(255) NOT NULL
);

-- When a person last said that a parcel which did not move is to be waited for.
ALTER TABLE shipments ADD COLUMN watched_since DATETIME(6);
