-- Up to which position old events were looked at and forgotten, but for the last one of each order.
INSERT INTO outbox_relays (name, position) VALUES ('forgetting', 0);
