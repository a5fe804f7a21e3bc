-- Who agreed to a repair, what came of it, and what the gateway said when it was asked.
ALTER TABLE reconciliation_differences ADD COLUMN agreed_by VARCHAR(128);
ALTER TABLE reconciliation_differences ADD COLUMN agreed_at DATETIME(6);
ALTER TABLE reconciliation_differences ADD COLUMN outcome VARCHAR(24);
ALTER TABLE reconciliation_differences ADD COLUMN asked_fen BIGINT;
