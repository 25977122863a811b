-- The feed: what changed, as keys only, written by the statement that changed it and read by
-- snapshot difference. Unlogged: it is worth no WAL, and one that a crash emptied begins a new epoch,
-- which tells readers to start again.
CREATE UNLOGGED TABLE change_epoch (
    one     boolean NOT NULL DEFAULT true,
    epoch   uuid    NOT NULL DEFAULT gen_random_uuid(),
    min_xid xid8    NOT NULL DEFAULT '0',
    CONSTRAINT change_epoch_pkey PRIMARY KEY (one),
    CONSTRAINT change_epoch_one_check CHECK (one)
);
COMMENT ON TABLE change_epoch IS 'Which life of the feed this is, and from which transaction on it is complete.';

CREATE UNLOGGED TABLE change (
    id           bigint      GENERATED ALWAYS AS IDENTITY,
    xid          xid8        NOT NULL DEFAULT pg_current_xact_id(),
    changed_at   timestamptz NOT NULL,
    execution_id uuid        NOT NULL,
    namespace_id integer     NOT NULL,
    version      integer     NOT NULL,
    kind         smallint    NOT NULL,
    attempt      integer,
    step_key     text,
    prev         jsonb,
    CONSTRAINT change_pkey PRIMARY KEY (id)
);
CREATE INDEX change_xid_idx ON change (xid);
COMMENT ON TABLE change IS 'What changed lately: keys only, joined to the state when read.';
COMMENT ON COLUMN change.version IS 'Version of the execution, or of the step for kind 2, after the change.';
COMMENT ON COLUMN change.kind IS '0 execution created, 1 execution updated, 2 step upserted';
COMMENT ON COLUMN change.prev IS 'The fields of the row before the change that a filter or a statistic can turn on, where they changed.';
