-- A gateway's transaction pays one payment. Whoever reports it for a second one is mistaken or lies.
CREATE UNIQUE INDEX uk_payments_transaction ON payments (channel, gateway_transaction_id);
