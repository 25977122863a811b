-- Trees, snapshots and states have any size, and nothing of any size should be held whole on its way
-- in or out: their bytes are rows of a table of their own, a chunk each.
CREATE TABLE chunk (
    namespace_id integer NOT NULL,
    execution_id uuid    NOT NULL,
    blob         uuid    NOT NULL,
    n            integer NOT NULL,
    content      bytea   NOT NULL,
    CONSTRAINT chunk_pkey PRIMARY KEY (namespace_id, execution_id, blob, n),
    CONSTRAINT chunk_n_not_negative_check CHECK (n >= 0)
) PARTITION BY RANGE (execution_id);
COMMENT ON TABLE chunk IS 'The bytes of blobs, 1 MiB a row but for the last of each, compressed.';
COMMENT ON COLUMN chunk.blob IS 'UUIDv7 of the moment when the first bytes arrived; tree, snapshot and state point to it.';
COMMENT ON COLUMN chunk.n IS 'From 0, without gaps.';
COMMENT ON COLUMN chunk.content IS 'One zstd frame.';

-- Compressed already: PostgreSQL would only try in vain.
ALTER TABLE chunk ALTER COLUMN content SET STORAGE EXTERNAL;

-- Days that were made before.
DO $$
DECLARE
    leaf record;
BEGIN
    FOR leaf IN
        SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) AS bound
        FROM pg_inherits i
        JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'snapshot'::regclass
    LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF chunk %s'
                       ' WITH (autovacuum_vacuum_scale_factor = 0.05,'
                       ' toast.autovacuum_vacuum_scale_factor = 0.05)',
                       replace(leaf.relname, 'snapshot_', 'chunk_'), leaf.bound);
    END LOOP;
END
$$;
