-- Retention removes single executions of days that stay: their ids answer that they are gone, as those
-- of a dropped day do, which the day's own row remembers. External ids keep their tombstones themselves.
CREATE TABLE tombstone (
    namespace_id integer     NOT NULL,
    execution_id uuid        NOT NULL,
    removed_at   timestamptz NOT NULL,
    removed_by   text        NOT NULL,
    CONSTRAINT tombstone_pkey PRIMARY KEY (namespace_id, execution_id)
);
CREATE INDEX tombstone_removed_at_idx ON tombstone (removed_at);
COMMENT ON TABLE tombstone IS 'Executions that retention removed one by one; kept for 90 days.';
COMMENT ON COLUMN tombstone.removed_by IS 'Name of the retention policy.';

-- Tombstones of external ids, and external ids of executions that went with their day, are looked for
-- a slice at a time, all through the table: where the last look ended.
CREATE TABLE external_id_walk (
    one          boolean NOT NULL DEFAULT true,
    namespace_id integer NOT NULL DEFAULT 0,
    external_id  text    NOT NULL DEFAULT '',
    CONSTRAINT external_id_walk_pkey PRIMARY KEY (one),
    CONSTRAINT external_id_walk_one_check CHECK (one)
);
COMMENT ON TABLE external_id_walk IS 'How far the walk through external_id has come that takes out what leads nowhere.';
INSERT INTO external_id_walk DEFAULT VALUES;
