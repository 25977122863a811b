-- What an engine recovers from: kept byte for byte (artifacts: value for value), never redacted.
CREATE TABLE artifact (
    namespace_id integer     NOT NULL,
    execution_id uuid        NOT NULL,
    updated_at   timestamptz NOT NULL,
    node         text        NOT NULL,
    key          text        NOT NULL,
    value        jsonb       NOT NULL,
    CONSTRAINT artifact_pkey PRIMARY KEY (namespace_id, execution_id, node, key)
) PARTITION BY RANGE (execution_id);
COMMENT ON TABLE artifact IS 'Values that nodes made, by node and key.';

CREATE TABLE tree (
    namespace_id integer     NOT NULL,
    execution_id uuid        NOT NULL,
    updated_at   timestamptz NOT NULL,
    bytes        bigint      NOT NULL,
    content      bytea       NOT NULL,
    CONSTRAINT tree_pkey PRIMARY KEY (namespace_id, execution_id)
) PARTITION BY RANGE (execution_id);
COMMENT ON TABLE tree IS 'The execution tree as the engine last sent it, compressed with zstd.';
COMMENT ON COLUMN tree.bytes IS 'Size before compression.';

CREATE TABLE snapshot (
    namespace_id integer     NOT NULL,
    execution_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    created_at   timestamptz NOT NULL,
    bytes        bigint      NOT NULL,
    content      bytea       NOT NULL,
    CONSTRAINT snapshot_pkey PRIMARY KEY (namespace_id, execution_id, id)
) PARTITION BY RANGE (execution_id);
COMMENT ON TABLE snapshot IS 'Snapshots of an execution, newest last by id, compressed with zstd.';
COMMENT ON COLUMN snapshot.bytes IS 'Size before compression.';

CREATE TABLE state (
    namespace_id integer     NOT NULL,
    execution_id uuid        NOT NULL,
    updated_at   timestamptz NOT NULL,
    kind         text        NOT NULL,
    bytes        bigint      NOT NULL,
    content      bytea       NOT NULL,
    CONSTRAINT state_pkey PRIMARY KEY (namespace_id, execution_id, kind),
    CONSTRAINT state_kind_known_check CHECK (kind IN ('active', 'pending'))
) PARTITION BY RANGE (execution_id);
COMMENT ON TABLE state IS 'The engine''s own state of an execution, compressed with zstd.';
COMMENT ON COLUMN state.bytes IS 'Size before compression.';

-- Compressed already: PostgreSQL would only try in vain.
ALTER TABLE tree ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE snapshot ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE state ALTER COLUMN content SET STORAGE EXTERNAL;
