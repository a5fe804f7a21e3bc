-- Facts that no process waits for yet, or that a model could not take: they are told later.
-- next_try_at is null while only the process's coming to a wait can help.
create table process_signals (
    signal_id           varchar(32)  not null primary key,
    order_no            varchar(32)  not null,
    message             varchar(64)  not null,
    process_instance_id varchar(64),
    kept_at             datetime(6)  not null,
    tries               int          not null,
    next_try_at         datetime(6),
    last_error          varchar(255),
    element_id          varchar(128),
    element_name        varchar(255),
    incident_id         varchar(64)
);

-- re-arming when a process of the order comes to a wait
create index process_signals_by_order on process_signals (order_no);

-- the relay's question: what is due?
create index process_signals_by_due on process_signals (next_try_at);
