CREATE TABLE stock (
    sku_id   VARCHAR(64) NOT NULL,
    on_hand  INT NOT NULL,
    reserved INT NOT NULL DEFAULT 0,
    PRIMARY KEY (sku_id),
    CONSTRAINT ck_stock_never_oversold CHECK (reserved >= 0 AND on_hand >= reserved)
);

-- What an order holds: quantity less shipped, until it is RELEASED.
CREATE TABLE stock_reservations (
    order_no VARCHAR(32) NOT NULL,
    sku_id   VARCHAR(64) NOT NULL,
    quantity INT NOT NULL,
    shipped  INT NOT NULL DEFAULT 0,
    status   VARCHAR(16) NOT NULL,
    PRIMARY KEY (order_no, sku_id),
    CONSTRAINT ck_stock_reservations_shipped CHECK (shipped >= 0 AND shipped <= quantity)
);
