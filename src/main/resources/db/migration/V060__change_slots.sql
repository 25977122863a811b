-- The feed is cleared by TRUNCATE, since deleting its rows would cost more than writing them. So it
-- lies in slots: who writes goes on to the next one every ten minutes, and the one that comes after
-- next is empty by then. Nobody names the slot: it follows from when the transaction began. The rows
-- there are go, and with them the epoch, so that whoever follows starts again.
DROP TABLE change;
TRUNCATE change_epoch;

-- Of the transactions before min_xid, rows of these cannot have been cleared, since they were still
-- open when that was last done: one open for hours in whatever database must not make every place in
-- the feed look too old.
ALTER TABLE change_epoch
    ADD COLUMN open_xids xid8[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN change_epoch.min_xid IS 'Rows of transactions before it may have been cleared.';
COMMENT ON COLUMN change_epoch.open_xids IS 'Transactions before min_xid of which no row has been cleared.';

CREATE UNLOGGED SEQUENCE change_id_seq;
-- Not unlogged itself, which a table that holds no rows cannot be. No primary key: nothing looks a row
-- up by its id, and an index that nothing reads is only kept.
CREATE TABLE change (
    id           bigint      NOT NULL DEFAULT nextval('change_id_seq'),
    xid          xid8        NOT NULL DEFAULT pg_current_xact_id(),
    changed_at   timestamptz NOT NULL,
    execution_id uuid        NOT NULL,
    namespace_id integer     NOT NULL,
    version      integer     NOT NULL,
    kind         smallint    NOT NULL,
    slot         smallint    NOT NULL DEFAULT ((extract(epoch FROM now())::bigint / 600) % 4)::smallint,
    attempt      integer,
    step_key     text,
    prev         jsonb
) PARTITION BY LIST (slot);
ALTER SEQUENCE change_id_seq OWNED BY change.id;
CREATE INDEX change_xid_idx ON change (xid);

-- Rows are never updated or deleted: there is nothing to vacuum, and a vacuum would be in the way.
CREATE UNLOGGED TABLE change_0 PARTITION OF change FOR VALUES IN (0) WITH (autovacuum_enabled = false);
CREATE UNLOGGED TABLE change_1 PARTITION OF change FOR VALUES IN (1) WITH (autovacuum_enabled = false);
CREATE UNLOGGED TABLE change_2 PARTITION OF change FOR VALUES IN (2) WITH (autovacuum_enabled = false);
CREATE UNLOGGED TABLE change_3 PARTITION OF change FOR VALUES IN (3) WITH (autovacuum_enabled = false);

COMMENT ON TABLE change IS 'What changed lately: keys only, joined to the state when read.';
COMMENT ON COLUMN change.kind IS '0 execution created, 1 execution updated, 2 step upserted, 3 execution deleted, 4 execution restored, 5 executions removed, or deleted in bulk, 6 log lines appended';
COMMENT ON COLUMN change.slot IS 'Which tenth minute of forty the transaction began in.';
COMMENT ON COLUMN change.execution_id IS 'For kind 5 the only execution that is meant, or zeros: whoever watches one looks whether it is still there.';
COMMENT ON COLUMN change.version IS 'Version of the execution, or of the step for kind 2, after the change; 0 for kinds 5 and 6.';
COMMENT ON COLUMN change.prev IS 'Kind 1: the former values, null included, of the fields that changed and that a list can be narrowed by, under their names in JSON (status as its code). Kinds 3 and 4: deleted. Kind 5: count and policy. Kind 6: sequences of the lines, as an int8multirange.';
