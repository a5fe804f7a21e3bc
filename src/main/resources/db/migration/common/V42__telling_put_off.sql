-- Whether telling a process a fact about the order was ever put off. Whoever lets a process come to a wait holds the
-- order's row anyway, and so knows whether process_signals has to be looked into.
ALTER TABLE orders ADD COLUMN telling_put_off BOOLEAN DEFAULT FALSE NOT NULL;
UPDATE orders SET telling_put_off = TRUE WHERE order_no IN (SELECT order_no FROM process_signals);
