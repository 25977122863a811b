-- A visit of an execution to a node, one row an attempt; payloads apart, as with executions.
CREATE TABLE step (
    namespace_id  integer     NOT NULL,
    attempt       integer     NOT NULL,
    execution_id  uuid        NOT NULL,
    created_at    timestamptz NOT NULL,
    started_at    timestamptz,
    completed_at  timestamptz,
    duration_ms   bigint,
    version       integer     NOT NULL,
    set_pending   integer     NOT NULL DEFAULT 0,
    set_running   integer     NOT NULL DEFAULT 0,
    set_end       integer     NOT NULL DEFAULT 0,
    step_index    integer,
    iteration     integer,
    status        smallint    NOT NULL,
    cached        boolean,
    key           text        NOT NULL,
    node_id       text        NOT NULL,
    node_type     text,
    node_name     text,
    parent_key    text,
    depends_on    jsonb,
    queued_at     timestamptz,
    error_message text,
    error_type    text,
    error_code    text,
    cost_amount   numeric,
    cost_unit     text,
    reported_at   timestamptz[],
    CONSTRAINT step_pkey PRIMARY KEY (namespace_id, execution_id, key, attempt),
    CONSTRAINT step_attempt_positive_check CHECK (attempt >= 1),
    CONSTRAINT step_version_positive_check CHECK (version >= 1),
    CONSTRAINT step_duration_not_negative_check CHECK (duration_ms >= 0),
    CONSTRAINT step_status_known_check CHECK (status BETWEEN 0 AND 7)
) PARTITION BY RANGE (execution_id);
COMMENT ON TABLE step IS 'One attempt of a visit of an execution to a node, without payloads.';
COMMENT ON COLUMN step.status IS 'As execution.status, and 7 skipped';
COMMENT ON COLUMN step.set_pending IS 'Stamps of the fields of StepField, as in execution.';

CREATE TABLE step_payload (
    namespace_id integer NOT NULL,
    attempt      integer NOT NULL,
    execution_id uuid    NOT NULL,
    key          text    NOT NULL,
    input        jsonb,
    output       jsonb,
    metadata     jsonb,
    error_stack  text,
    notices      jsonb,
    CONSTRAINT step_payload_pkey PRIMARY KEY (namespace_id, execution_id, key, attempt)
) PARTITION BY RANGE (execution_id);
COMMENT ON TABLE step_payload IS 'What an attempt carries and no list of summaries shows. No row, no payloads.';
