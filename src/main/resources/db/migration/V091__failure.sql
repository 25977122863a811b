-- Failures of a kind: those of one fingerprint. What somebody decided about them, and what lists show of
-- them without looking at any execution.
CREATE TABLE failure_group (
    namespace_id      integer     NOT NULL,
    state             smallint    NOT NULL DEFAULT 0,
    is_first_unsure   boolean     NOT NULL DEFAULT false,
    is_last_unsure    boolean     NOT NULL DEFAULT false,
    count             bigint      NOT NULL,
    first_seen_at     timestamptz NOT NULL,
    last_seen_at      timestamptz NOT NULL,
    state_changed_at  timestamptz,
    example_execution uuid        NOT NULL,
    fingerprint       text        NOT NULL,
    message           text,
    error_type        text,
    failed_node       text,
    leaving           uuid[],
    CONSTRAINT failure_group_pkey PRIMARY KEY (namespace_id, fingerprint),
    CONSTRAINT failure_group_state_known_check CHECK (state BETWEEN 0 AND 2),
    CONSTRAINT failure_group_count_not_negative_check CHECK (count >= 0)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX failure_group_count_idx ON failure_group (namespace_id, count, fingerprint);
CREATE INDEX failure_group_last_seen_at_idx ON failure_group (namespace_id, last_seen_at, fingerprint);
CREATE INDEX failure_group_unsure_idx ON failure_group (namespace_id)
    WHERE is_first_unsure OR is_last_unsure OR leaving IS NOT NULL;
COMMENT ON TABLE failure_group IS 'Failures that share a fingerprint, those that are gone included.';
COMMENT ON COLUMN failure_group.state IS '0 open, 1 resolved, 2 ignored';
COMMENT ON COLUMN failure_group.count IS 'Of all time. 0 only of a group about which somebody decided, until it fails again.';
COMMENT ON COLUMN failure_group.example_execution IS 'The latest failure, as are its message, type and node.';
COMMENT ON COLUMN failure_group.is_first_unsure IS 'The first failure was taken away: first_seen_at is a bound, until it is looked up.';
COMMENT ON COLUMN failure_group.is_last_unsure IS 'Likewise the last.';
COMMENT ON COLUMN failure_group.leaving IS 'Of a resolved group: executions that were taken away and may be added again by what waits to be rolled up, which is no new failure.';

-- How many there were in a span of time, in which their executions started.
CREATE TABLE failure_rollup (
    namespace_id integer     NOT NULL,
    grain        smallint    NOT NULL,
    start_at     timestamptz NOT NULL,
    count        bigint      NOT NULL,
    workflow_id  text        NOT NULL,
    fingerprint  text        NOT NULL,
    CONSTRAINT failure_rollup_pkey PRIMARY KEY (namespace_id, grain, workflow_id, start_at, fingerprint),
    CONSTRAINT failure_rollup_grain_known_check CHECK (grain IN (0, 2)),
    CONSTRAINT failure_rollup_count_positive_check CHECK (count > 0)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);
-- What is asked for is in the indexes: rows of one group, or of one workflow's, lie far apart.
CREATE INDEX failure_rollup_start_at_idx ON failure_rollup (namespace_id, grain, start_at) INCLUDE (fingerprint, count);
CREATE INDEX failure_rollup_fingerprint_idx ON failure_rollup (namespace_id, fingerprint, start_at) INCLUDE (count, workflow_id) WHERE grain = 0;
COMMENT ON TABLE failure_rollup IS 'Failures of a kind, by workflow and span of time.';
COMMENT ON COLUMN failure_rollup.grain IS '0 quarter of an hour, 2 day in UTC';
