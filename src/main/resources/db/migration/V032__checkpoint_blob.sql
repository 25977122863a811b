-- Trees, snapshots and states point to their bytes. Nothing has been written to these tables by any
-- release, so that the columns need no values for rows that are there.
ALTER TABLE tree
    DROP COLUMN content,
    ADD COLUMN blob uuid NOT NULL,
    ADD COLUMN stored_bytes bigint NOT NULL;
COMMENT ON TABLE tree IS 'The execution tree as the engine last sent it.';
COMMENT ON COLUMN tree.stored_bytes IS 'Size after compression.';

ALTER TABLE snapshot
    DROP COLUMN content,
    ADD COLUMN blob uuid NOT NULL,
    ADD COLUMN stored_bytes bigint NOT NULL;
CREATE INDEX snapshot_created_at_idx ON snapshot (namespace_id, execution_id, created_at, id);
COMMENT ON TABLE snapshot IS 'Snapshots of an execution, in the order of created_at and id.';
COMMENT ON COLUMN snapshot.stored_bytes IS 'Size after compression.';

ALTER TABLE state
    DROP COLUMN content,
    ADD COLUMN blob uuid NOT NULL,
    ADD COLUMN stored_bytes bigint NOT NULL;
COMMENT ON TABLE state IS 'The engine''s own state of an execution.';
COMMENT ON COLUMN state.stored_bytes IS 'Size after compression.';
