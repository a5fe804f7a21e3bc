-- Answers of requests by the hash of caller, route and Idempotency-Key; body sealed, gone after a week.
CREATE TABLE idempotency_keys (
    id          BINARY(32)   NOT NULL PRIMARY KEY,
    body_hash   BINARY(32)   NOT NULL,
    intent      VARCHAR(32),
    attempts    INT          NOT NULL,
    lease_until DATETIME(6),
    status      SMALLINT,
    location    VARCHAR(255),
    answer      MEDIUMTEXT,
    expires_at  DATETIME(6)  NOT NULL
);
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);

-- Keys of programs; only the SHA-256 of a key is kept.
CREATE TABLE api_keys (
    name       VARCHAR(64) NOT NULL PRIMARY KEY,
    key_hash   BINARY(32)  NOT NULL UNIQUE,
    role       VARCHAR(16) NOT NULL,
    created_by VARCHAR(96) NOT NULL,
    created_at DATETIME(6) NOT NULL
);

-- Tokens of signed-in shoppers; only their SHA-256 is kept.
CREATE TABLE shopper_tokens (
    token_hash BINARY(32)  NOT NULL PRIMARY KEY,
    shopper_id VARCHAR(64) NOT NULL,
    expires_at DATETIME(6) NOT NULL
);
CREATE INDEX shopper_tokens_by_expiry ON shopper_tokens (expires_at);
CREATE INDEX shopper_tokens_by_shopper ON shopper_tokens (shopper_id);

-- What people with power did; rows are only ever added.
CREATE TABLE audit_entries (
    id     BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    actor  VARCHAR(96)  NOT NULL,
    action VARCHAR(64)  NOT NULL,
    target VARCHAR(128) NOT NULL,
    note   VARCHAR(500),
    at     DATETIME(6)  NOT NULL
);
