-- One run of a workflow, in two tables: what lists show, filter and sort by is narrow and indexed;
-- what only the one execution shows lies apart and is never named by a list.
CREATE TABLE execution (
    namespace_id         integer          NOT NULL,
    version              integer          NOT NULL,
    id                   uuid             NOT NULL,
    created_at           timestamptz      NOT NULL,
    updated_at           timestamptz      NOT NULL,
    started_at           timestamptz      NOT NULL,
    completed_at         timestamptz,
    duration_ms          bigint,
    set_pending          bigint           NOT NULL DEFAULT 0,
    set_running          bigint           NOT NULL DEFAULT 0,
    set_end              bigint           NOT NULL DEFAULT 0,
    status               smallint         NOT NULL,
    pinned               boolean          NOT NULL DEFAULT false,
    archived             boolean          NOT NULL DEFAULT false,
    payload_expired      boolean          NOT NULL DEFAULT false,
    attempt              integer          NOT NULL DEFAULT 1,
    workflow_id          text             NOT NULL,
    trigger_type         text             NOT NULL DEFAULT 'manual',
    external_id          text,
    workflow_name        text,
    workflow_version     text,
    script_path          text,
    run_id               text,
    engine_instance      text,
    parent_execution_id  uuid,
    root_execution_id    uuid,
    replay_of            uuid,
    source               text,
    created_by           text,
    status_reason        text,
    error_message        text,
    error_type           text,
    error_code           text,
    error_print          text,
    failed_node          text,
    failed_at            timestamptz,
    fingerprint          text,
    labels               jsonb,
    queued_at            timestamptz,
    heartbeat_timeout_ms bigint,
    exit_code            bigint,
    binary_path          text,
    sample_rate          double precision,
    activities_executed  bigint,
    cost_amount          numeric,
    cost_unit            text,
    note                 text,
    dag_hash             bytea,
    deleted_at           timestamptz,
    imported_at          timestamptz,
    reported_at          timestamptz[],
    CONSTRAINT execution_pkey PRIMARY KEY (namespace_id, id),
    CONSTRAINT execution_version_positive_check CHECK (version >= 1),
    CONSTRAINT execution_attempt_positive_check CHECK (attempt >= 1),
    CONSTRAINT execution_duration_not_negative_check CHECK (duration_ms >= 0),
    CONSTRAINT execution_status_known_check CHECK (status BETWEEN 0 AND 6)
) PARTITION BY RANGE (id);
COMMENT ON TABLE execution IS 'One run of one workflow: everything a list shows, filters or sorts by.';
COMMENT ON COLUMN execution.status IS '0 pending, 1 running, 2 completed, 3 failed, 4 cancelled, 5 timed_out, 6 crashed';
COMMENT ON COLUMN execution.set_pending IS 'Stamps: bit n is set if field n of ExecutionField was set by a report of a pending execution. A field in none of the three holds a default.';
COMMENT ON COLUMN execution.set_running IS 'Likewise, by a report of a running execution.';
COMMENT ON COLUMN execution.set_end IS 'Likewise, by a report of an ended execution.';
COMMENT ON COLUMN execution.reported_at IS 'Stamps: element n + 1 is the reportedAt of the report that set field n. Absent until a report carries one.';
COMMENT ON COLUMN execution.error_print IS 'Error message and type with everything variable taken out, hashed.';
COMMENT ON COLUMN execution.failed_node IS 'Node of the latest failed step.';
COMMENT ON COLUMN execution.fingerprint IS 'error_print and failed_node, hashed: failures of one kind share it.';

-- The orders. Trees are read in both directions; duration has its nulls first so that the same tree
-- gives "without a duration last" when read backwards. Deleted rows are in none of them but their own.
CREATE INDEX execution_started_at_idx ON execution (namespace_id, started_at, id) WHERE deleted_at IS NULL;
CREATE INDEX execution_duration_ms_idx ON execution (namespace_id, duration_ms NULLS FIRST, id) WHERE deleted_at IS NULL;
CREATE INDEX execution_updated_at_idx ON execution (namespace_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX execution_deleted_idx ON execution (namespace_id, started_at, id) WHERE deleted_at IS NOT NULL;
-- The filters: one value, newest first. Most executions complete, so that "completed" is served by
-- the order itself and every other status by a tree of the few.
CREATE INDEX execution_workflow_id_started_at_idx ON execution (namespace_id, workflow_id, started_at, id) WHERE deleted_at IS NULL;
CREATE INDEX execution_workflow_id_duration_ms_idx ON execution (namespace_id, workflow_id, duration_ms NULLS FIRST, id) WHERE deleted_at IS NULL;
CREATE INDEX execution_status_idx ON execution (namespace_id, status, started_at, id) WHERE deleted_at IS NULL AND status <> 2;
CREATE INDEX execution_workflow_id_status_idx ON execution (namespace_id, workflow_id, status, started_at, id) WHERE deleted_at IS NULL AND status <> 2;
CREATE INDEX execution_trigger_type_idx ON execution (namespace_id, trigger_type, started_at, id) WHERE deleted_at IS NULL;
CREATE INDEX execution_source_idx ON execution (namespace_id, source, started_at, id) WHERE source IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX execution_created_by_idx ON execution (namespace_id, created_by, started_at, id) WHERE created_by IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX execution_script_path_idx ON execution (namespace_id, (md5(script_path)::uuid), started_at, id) WHERE script_path IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX execution_run_id_idx ON execution (namespace_id, run_id, started_at, id) WHERE run_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX execution_engine_instance_idx ON execution (namespace_id, engine_instance, started_at, id) WHERE engine_instance IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX execution_parent_execution_id_idx ON execution (namespace_id, parent_execution_id, started_at, id) WHERE parent_execution_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX execution_root_execution_id_idx ON execution (namespace_id, root_execution_id, started_at, id) WHERE root_execution_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX execution_replay_of_idx ON execution (namespace_id, replay_of, started_at, id) WHERE replay_of IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX execution_failed_node_idx ON execution (namespace_id, failed_node, started_at, id) WHERE failed_node IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX execution_error_type_idx ON execution (namespace_id, error_type, started_at, id) WHERE error_type IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX execution_fingerprint_idx ON execution (namespace_id, fingerprint, started_at, id) WHERE fingerprint IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX execution_pinned_idx ON execution (namespace_id, started_at, id) WHERE pinned AND deleted_at IS NULL;
CREATE INDEX execution_archived_idx ON execution (namespace_id, started_at, id) WHERE archived AND deleted_at IS NULL;
CREATE INDEX execution_labels_idx ON execution USING gin (labels jsonb_path_ops) WHERE labels IS NOT NULL;

CREATE TABLE execution_payload (
    namespace_id integer NOT NULL,
    execution_id uuid    NOT NULL,
    input        jsonb,
    output       jsonb,
    metadata     jsonb,
    trigger_data jsonb,
    error_stack  text,
    notices      jsonb,
    CONSTRAINT execution_payload_pkey PRIMARY KEY (namespace_id, execution_id)
) PARTITION BY RANGE (execution_id);
COMMENT ON TABLE execution_payload IS 'What an execution carries and no list shows. No row, no payloads.';
COMMENT ON COLUMN execution_payload.notices IS 'What was altered in any field of the execution: arrays of notices by column.';

-- Unique across all days, which no index of the partitioned tables can be.
CREATE TABLE external_id (
    namespace_id integer NOT NULL,
    external_id  text    NOT NULL,
    execution_id uuid    NOT NULL,
    removed_at   timestamptz,
    removed_by   text,
    CONSTRAINT external_id_pkey PRIMARY KEY (namespace_id, external_id)
);
COMMENT ON TABLE external_id IS 'The engines'' own ids, each of one execution; with removed_at, the tombstone of one that retention removed.';
COMMENT ON COLUMN external_id.removed_by IS 'Name of the retention policy that removed the execution.';

-- Apart and narrow, so that a heartbeat rewrites 40 bytes and no index entry.
CREATE TABLE heartbeat (
    namespace_id integer     NOT NULL,
    execution_id uuid        NOT NULL,
    beat_at      timestamptz NOT NULL,
    CONSTRAINT heartbeat_pkey PRIMARY KEY (namespace_id, execution_id)
) PARTITION BY RANGE (execution_id);
COMMENT ON TABLE heartbeat IS 'When an engine last said that an execution is alive.';

-- Small, so that a part of a name is found by reading all of it.
CREATE TABLE workflow (
    namespace_id  integer NOT NULL,
    workflow_id   text    NOT NULL,
    workflow_name text    NOT NULL,
    CONSTRAINT workflow_pkey PRIMARY KEY (namespace_id, workflow_id, workflow_name)
);
COMMENT ON TABLE workflow IS 'The workflows that were ever reported, a row for each name one has had.';
COMMENT ON COLUMN workflow.workflow_name IS 'Empty where a report named none.';
