-- Every sweep is recorded, and what it removes in the transaction that removes it: a sweep that is
-- killed has told exactly what it did.
CREATE TABLE retention_run (
    id           uuid        NOT NULL,
    started_at   timestamptz NOT NULL,
    completed_at timestamptz,
    is_partial   boolean     NOT NULL DEFAULT false,
    problem      text,
    CONSTRAINT retention_run_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE retention_run IS 'Sweeps: past ones, the running one, and those that were killed, which have no end.';
COMMENT ON COLUMN retention_run.is_partial IS 'Its time was over before everything was done that was due.';
COMMENT ON COLUMN retention_run.problem IS 'What kept it from something that was due, for people.';

CREATE TABLE retention_run_item (
    namespace_id     integer NOT NULL,
    run_id           uuid    NOT NULL,
    policy           text    NOT NULL,
    executions       bigint  NOT NULL,
    archived         bigint  NOT NULL,
    payloads_expired bigint  NOT NULL,
    logs_expired     bigint  NOT NULL,
    snapshots_trimmed bigint NOT NULL,
    bytes            bigint  NOT NULL,
    CONSTRAINT retention_run_item_pkey PRIMARY KEY (namespace_id, run_id, policy)
);
COMMENT ON TABLE retention_run_item IS 'What a sweep did by which policy of which namespace.';
COMMENT ON COLUMN retention_run_item.executions IS 'Removed, those that were archived among them.';
COMMENT ON COLUMN retention_run_item.bytes IS 'Of tables and indexes, in proportion to the rows.';
