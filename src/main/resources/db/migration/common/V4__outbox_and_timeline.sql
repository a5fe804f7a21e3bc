-- Events for the world. The primary key is the event's identity; stream_position is given after the
-- commit, so that whoever reads the stream by it misses nothing.
CREATE TABLE outbox_messages (
    order_no        VARCHAR(32) NOT NULL,
    sequence        BIGINT      NOT NULL,
    type            VARCHAR(64) NOT NULL,
    actor           VARCHAR(64) NOT NULL,
    data            TEXT        NOT NULL,
    occurred_at     DATETIME(6) NOT NULL,
    stream_position BIGINT      NULL,
    PRIMARY KEY (order_no, sequence),
    CONSTRAINT uk_outbox_messages_position UNIQUE (stream_position)
);

-- How far each relay has come; the row is also its lock or its lease.
CREATE TABLE outbox_relays (
    name       VARCHAR(32) NOT NULL,
    position   BIGINT      NOT NULL,
    holder     VARCHAR(64) NULL,
    held_until DATETIME(6) NULL,
    PRIMARY KEY (name)
);
INSERT INTO outbox_relays (name, position) VALUES ('numbering', 0);
INSERT INTO outbox_relays (name, position) VALUES ('rabbitmq', 0);

-- Notes for people. after_sequence is the order's last event before the note.
CREATE TABLE timeline_entries (
    id             BIGINT       NOT NULL AUTO_INCREMENT,
    order_no       VARCHAR(32)  NOT NULL,
    after_sequence BIGINT       NOT NULL,
    noted_at       DATETIME(6)  NOT NULL,
    kind           VARCHAR(64)  NOT NULL,
    actor          VARCHAR(64)  NOT NULL,
    arguments      VARCHAR(1000) NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ix_timeline_entries_order ON timeline_entries (order_no);
