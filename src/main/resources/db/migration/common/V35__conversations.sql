-- What shoppers and customer service write to each other; the words are sealed.
CREATE TABLE conversations (
    conversation_id VARCHAR(32) NOT NULL PRIMARY KEY,
    shopper_id      VARCHAR(64) NOT NULL,
    order_no        VARCHAR(32),
    status          VARCHAR(16) NOT NULL,
    messages        INT         NOT NULL,
    read_up_to      INT         NOT NULL,
    opened_at       DATETIME(6) NOT NULL,
    last_message_at DATETIME(6) NOT NULL
);
CREATE INDEX conversations_by_shopper ON conversations (shopper_id, last_message_at);
CREATE INDEX conversations_by_status ON conversations (status, last_message_at);

CREATE TABLE conversation_messages (
    conversation_id VARCHAR(32)  NOT NULL,
    seq             INT          NOT NULL,
    author          VARCHAR(16)  NOT NULL,
    actor           VARCHAR(128) NOT NULL,
    channel         VARCHAR(16)  NOT NULL,
    text_sealed     TEXT,
    delivery        VARCHAR(24),
    sent_at         DATETIME(6)  NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

-- What WeChat pushed, each push once. The key is a hash: of its id, or of who, when and what.
CREATE TABLE mini_program_pushes (
    push_key    VARCHAR(64) NOT NULL PRIMARY KEY,
    kind        VARCHAR(64) NOT NULL,
    received_at DATETIME(6) NOT NULL
);
CREATE INDEX mini_program_pushes_by_age ON mini_program_pushes (received_at);

-- Until when, and how often, WeChat lets the shop write to a shopper: only after the shopper wrote there, or came in.
CREATE TABLE mini_program_windows (
    shopper_id VARCHAR(64) NOT NULL PRIMARY KEY,
    wrote_at   DATETIME(6),
    entered_at DATETIME(6),
    used       INT         NOT NULL
);
