-- A message is passed to the instance that a row of ours names: what does this instance wait for?
-- The engine's own tables know that only execution by execution.
create index ACT_IDX_EVENT_SUBSCR_INSTANCE on ACT_RU_EVENT_SUBSCR (PROC_INST_ID_);
