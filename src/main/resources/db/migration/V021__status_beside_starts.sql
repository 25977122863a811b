-- Counts by status walk the days in the order of starts: with the status in the index they need not
-- visit the rows, for 8 bytes an entry.
DROP INDEX execution_started_at_idx;
CREATE INDEX execution_started_at_idx ON execution (namespace_id, started_at, id) INCLUDE (status) WHERE deleted_at IS NULL;
DROP INDEX execution_workflow_id_started_at_idx;
CREATE INDEX execution_workflow_id_started_at_idx ON execution (namespace_id, workflow_id, started_at, id) INCLUDE (status) WHERE deleted_at IS NULL;
