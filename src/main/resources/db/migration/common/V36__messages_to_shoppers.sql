-- What shoppers are still to be told over WeChat. A row goes when it was told, or when nobody can be told any more;
-- none of them holds what anybody wrote.
CREATE TABLE shopper_messages (
    message_id      VARCHAR(32) NOT NULL PRIMARY KEY,
    moment          VARCHAR(24) NOT NULL,
    subject         VARCHAR(64) NOT NULL,
    order_no        VARCHAR(32),
    conversation_id VARCHAR(32),
    message_no      INT,
    told_values     VARCHAR(1000) NOT NULL,
    since           DATETIME(6) NOT NULL,
    tries           INT         NOT NULL,
    next_try_at     DATETIME(6) NOT NULL
);
CREATE UNIQUE INDEX shopper_messages_once ON shopper_messages (moment, subject);
CREATE INDEX shopper_messages_due ON shopper_messages (next_try_at);

-- How far customer service has read the events of orders. It begins with what happens from now on.
CREATE TABLE support_readers (
    name     VARCHAR(32) NOT NULL PRIMARY KEY,
    position BIGINT      NOT NULL
);
INSERT INTO support_readers (name, position) SELECT 'moments', position FROM outbox_relays WHERE name = 'numbering';
