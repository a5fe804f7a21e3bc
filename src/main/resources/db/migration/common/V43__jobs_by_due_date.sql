-- Due jobs are taken in the order they fall due, whatever their kind. By this index a look for them reads those that are
-- due and stops; by the one before it read all timers that wait, due or not.
CREATE INDEX ACT_IDX_JOB_DUE ON ACT_RU_JOB (DUEDATE_);
DROP INDEX ACT_IDX_JOB_ACQUISITION ON ACT_RU_JOB;
