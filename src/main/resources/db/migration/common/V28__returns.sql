-- The way back of a case's goods.
ALTER TABLE after_sales ADD COLUMN return_process_id VARCHAR(64);
ALTER TABLE after_sales ADD COLUMN return_carrier VARCHAR(16);
ALTER TABLE after_sales ADD COLUMN return_tracking_no VARCHAR(64);
-- a carrier's news: whose parcel is it?
CREATE INDEX after_sales_by_tracking_no ON after_sales (return_tracking_no);

-- What the inspection said: null before it.
ALTER TABLE after_sale_items ADD COLUMN accepted_quantity INT;
ALTER TABLE after_sale_items ADD COLUMN damaged_quantity INT;

-- Units that came back and cannot be sold again.
ALTER TABLE stock ADD COLUMN damaged INT DEFAULT 0 NOT NULL;
