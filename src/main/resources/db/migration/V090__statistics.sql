-- What reports change in the statistics, until it is rolled up: the statement that changes what an
-- execution or an attempt of a step counts for adds what it counts for from now on, and takes away what
-- it counted for until then. Logged, unlike the feed: what is lost here is wrong for ever.
CREATE TABLE statistics_delta (
    id            bigint           NOT NULL GENERATED ALWAYS AS IDENTITY,
    changed_at    timestamptz      NOT NULL,
    started_at    timestamptz      NOT NULL,
    duration_ms   bigint,
    sample_rate   double precision,
    failed_at     timestamptz,
    execution_id  uuid,
    namespace_id  integer          NOT NULL,
    sign          smallint         NOT NULL,
    status        smallint         NOT NULL,
    cached        boolean,
    workflow_id   text             NOT NULL,
    node_id       text,
    cost_unit     text,
    cost_amount   numeric,
    fingerprint   text,
    error_message text,
    error_type    text,
    failed_node   text,
    CONSTRAINT statistics_delta_pkey PRIMARY KEY (id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000000);
COMMENT ON TABLE statistics_delta IS 'What is to be added to the statistics (sign 1) or taken away (-1): rows stay for seconds.';
COMMENT ON COLUMN statistics_delta.node_id IS 'Of an attempt of a step; null of an execution.';
COMMENT ON COLUMN statistics_delta.duration_ms IS 'Of those that ended.';
COMMENT ON COLUMN statistics_delta.fingerprint IS 'Of executions that failed: the group that they belong to, and in the columns behind it what is shown of the group.';

-- Rolled up: by quarter of an hour, so that the hours and days of every time zone add up; and by hour
-- and day, so that a year is not read by quarters; and for ever, so that workflows can be ordered. Each
-- for every workflow, but for hours, and for all of them together.
CREATE TABLE rollup (
    namespace_id integer          NOT NULL,
    grain        smallint         NOT NULL,
    start_at     timestamptz      NOT NULL,
    sample_rate  double precision NOT NULL,
    total        bigint           NOT NULL,
    pending      bigint           NOT NULL,
    running      bigint           NOT NULL,
    completed    bigint           NOT NULL,
    failed       bigint           NOT NULL,
    cancelled    bigint           NOT NULL,
    timed_out    bigint           NOT NULL,
    crashed      bigint           NOT NULL,
    ended        bigint           NOT NULL,
    duration_min bigint,
    duration_max bigint,
    latest_at    timestamptz,
    latest_id    uuid,
    is_bounded   boolean          NOT NULL,
    duration_sum numeric          NOT NULL,
    workflow_id  text             NOT NULL,
    durations    bytea            NOT NULL,
    cost         jsonb,
    CONSTRAINT rollup_pkey PRIMARY KEY (namespace_id, grain, workflow_id, start_at, sample_rate),
    CONSTRAINT rollup_grain_known_check CHECK (grain BETWEEN 0 AND 3),
    CONSTRAINT rollup_counts_not_negative_check
        CHECK (least(pending, running, completed, failed, cancelled, timed_out, crashed) >= 0)
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX rollup_quarter_idx ON rollup (namespace_id, start_at) WHERE grain = 0;
CREATE INDEX rollup_bounded_idx ON rollup (namespace_id, grain) WHERE is_bounded;
CREATE INDEX rollup_total_idx ON rollup (namespace_id, total DESC, workflow_id) WHERE grain = 3;
CREATE INDEX rollup_failed_idx ON rollup (namespace_id, failed DESC, workflow_id) WHERE grain = 3;
CREATE INDEX rollup_latest_idx ON rollup (namespace_id, latest_at DESC, workflow_id) WHERE grain = 3;
COMMENT ON TABLE rollup IS 'What executions that started in a span of time count for, those that are gone included.';
COMMENT ON COLUMN rollup.grain IS '0 quarter of an hour, 1 hour, 2 day in UTC, 3 ever';
COMMENT ON COLUMN rollup.workflow_id IS 'Empty for all workflows together.';
COMMENT ON COLUMN rollup.sample_rate IS 'Of the executions; 1 for all of them together where grain is 3.';
COMMENT ON COLUMN rollup.ended IS 'How many have a duration.';
COMMENT ON COLUMN rollup.durations IS 'Histogram of the durations of those that ended: a sketch that may be added to others.';
COMMENT ON COLUMN rollup.latest_at IS 'When the last of its executions started; of rows of one workflow with grain 3.';
COMMENT ON COLUMN rollup.latest_id IS 'That execution, which may be gone.';
COMMENT ON COLUMN rollup.is_bounded IS 'The least or the greatest duration, or the last execution, was taken away: what stands there bounds what is left, until it is looked up.';
COMMENT ON COLUMN rollup.cost IS 'Amounts by unit.';

CREATE TABLE node_rollup (
    namespace_id integer     NOT NULL,
    grain        smallint    NOT NULL,
    start_at     timestamptz NOT NULL,
    pending      bigint      NOT NULL,
    running      bigint      NOT NULL,
    completed    bigint      NOT NULL,
    failed       bigint      NOT NULL,
    cancelled    bigint      NOT NULL,
    timed_out    bigint      NOT NULL,
    crashed      bigint      NOT NULL,
    skipped      bigint      NOT NULL,
    cached       bigint      NOT NULL,
    ended        bigint      NOT NULL,
    duration_min bigint,
    duration_max bigint,
    is_bounded   boolean     NOT NULL,
    duration_sum numeric     NOT NULL,
    workflow_id  text        NOT NULL,
    node_id      text        NOT NULL,
    durations    bytea       NOT NULL,
    CONSTRAINT node_rollup_pkey PRIMARY KEY (namespace_id, grain, workflow_id, start_at, node_id),
    CONSTRAINT node_rollup_grain_known_check CHECK (grain IN (0, 2)),
    CONSTRAINT node_rollup_counts_not_negative_check
        CHECK (least(pending, running, completed, failed, cancelled, timed_out, crashed, skipped, cached) >= 0)
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX node_rollup_bounded_idx ON node_rollup (namespace_id, grain) WHERE is_bounded;
COMMENT ON TABLE node_rollup IS 'The same of attempts of steps, by node.';
COMMENT ON COLUMN node_rollup.cached IS 'How many of them were answered from a cache.';

-- Whoever rolls up locks it: a lock that is taken before the transaction's snapshot, as that of an
-- advisory lock, which is taken by a query, is not.
CREATE TABLE rollup_turn ();
COMMENT ON TABLE rollup_turn IS 'Empty. Locked by the one who rolls up.';

-- What is there already counts as well.
INSERT INTO statistics_delta (
    changed_at, namespace_id, sign, workflow_id, execution_id, status, started_at, duration_ms, sample_rate,
    cost_amount, cost_unit, fingerprint, failed_at, error_message, error_type, failed_node)
SELECT now(), e.namespace_id, 1, e.workflow_id, e.id, e.status, e.started_at,
  CASE WHEN e.status >= 2 THEN e.duration_ms END, e.sample_rate, e.cost_amount, e.cost_unit, f.*
FROM execution e
LEFT JOIN LATERAL (
  SELECT e.fingerprint, coalesce(e.completed_at, e.started_at), left(e.error_message, 1000), e.error_type, e.failed_node
  WHERE e.status IN (3, 5, 6) AND e.fingerprint IS NOT NULL
) AS f ON true;

INSERT INTO statistics_delta (
    changed_at, namespace_id, sign, workflow_id, node_id, status, started_at, duration_ms, cached)
SELECT now(), s.namespace_id, 1, e.workflow_id, s.node_id, s.status,
  coalesce(s.started_at, s.completed_at, s.created_at),
  CASE WHEN s.status BETWEEN 2 AND 6 THEN s.duration_ms END, s.cached
FROM step s
JOIN execution e ON e.namespace_id = s.namespace_id AND e.id = s.execution_id;
