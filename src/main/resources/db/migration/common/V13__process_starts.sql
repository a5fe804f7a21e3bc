-- Processes to be started soon, each in a transaction of its own: a bad model does not undo the fact they follow from.
create table process_starts (
    start_id      varchar(32)  not null primary key,
    process_key   varchar(64)  not null,
    order_no      varchar(32)  not null,
    subject       varchar(32)  not null,
    subject_no    varchar(32)  not null,
    planned_at    datetime(6)  not null,
    tries         int          not null,
    next_try_at   datetime(6)  not null,
    last_error    varchar(255)
);

-- the relay's question: what is due?
create index process_starts_by_due on process_starts (next_try_at);
