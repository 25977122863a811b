-- An erasure goes on when the replica that began it is gone: what is to be erased, and how far it came,
-- must be known to the others. The person's name is here only for as long as it is needed.
CREATE TABLE erasure (
    namespace_id   integer     NOT NULL,
    id             uuid        NOT NULL,
    started_at     timestamptz NOT NULL,
    completed_at   timestamptz,
    leased_until   timestamptz NOT NULL,
    include_pinned boolean     NOT NULL,
    executions     bigint      NOT NULL DEFAULT 0,
    archive_files  integer     NOT NULL DEFAULT 0,
    webhooks       integer     NOT NULL DEFAULT 0,
    pinned         bigint      NOT NULL DEFAULT 0,
    created_by     text,
    problem        text,
    graphs         text[]      NOT NULL DEFAULT '{}',
    CONSTRAINT erasure_pkey PRIMARY KEY (namespace_id, id),
    CONSTRAINT erasure_names_nobody_check CHECK (completed_at IS NULL = (created_by IS NOT NULL))
);
CREATE UNIQUE INDEX erasure_created_by_idx ON erasure (namespace_id, created_by) WHERE created_by IS NOT NULL;
COMMENT ON TABLE erasure IS 'What was erased of persons; when it is done, no row says of whom.';
COMMENT ON COLUMN erasure.leased_until IS 'Until then a replica is at it, if it is not done.';
COMMENT ON COLUMN erasure.pinned IS 'Executions that were left, since they are pinned.';
COMMENT ON COLUMN erasure.graphs IS 'Hashes, in hex, of graphs of what was erased: they go too, unless others use them.';
