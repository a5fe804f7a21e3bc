-- Personal data is sealed (key id and AES-GCM text); the openid is found by a keyed hash.
CREATE TABLE shoppers (
    shopper_id      VARCHAR(64) NOT NULL,
    openid_sealed   VARCHAR(512),
    openid_hash     VARCHAR(64),
    nickname_sealed VARCHAR(1024),
    phone_sealed    VARCHAR(255),
    consents        VARCHAR(1024) NOT NULL DEFAULT '',
    created_at      DATETIME(6) NOT NULL,
    erased_at       DATETIME(6),
    PRIMARY KEY (shopper_id),
    UNIQUE INDEX uq_shoppers_openid (openid_hash)
);

CREATE TABLE shopper_addresses (
    shopper_id     VARCHAR(64) NOT NULL,
    address_id     VARCHAR(32) NOT NULL,
    address_sealed TEXT NOT NULL,
    is_default     BOOLEAN NOT NULL DEFAULT FALSE,
    updated_at     DATETIME(6) NOT NULL,
    PRIMARY KEY (shopper_id, address_id)
);
