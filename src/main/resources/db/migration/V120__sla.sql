-- Service levels: what is expected of a workflow, and when it was not kept.
CREATE TABLE sla (
    namespace_id     integer          NOT NULL,
    name             text             NOT NULL,
    id               uuid             NOT NULL,
    workflow_id      text             NOT NULL,
    max_duration_ms  bigint,
    min_success_rate double precision,
    max_silence      text,
    time_window      text             NOT NULL,
    created_at       timestamptz      NOT NULL,
    updated_at       timestamptz      NOT NULL,
    CONSTRAINT sla_pkey PRIMARY KEY (namespace_id, name),
    CONSTRAINT sla_id_key UNIQUE (namespace_id, id),
    CONSTRAINT sla_name_length_check CHECK (length(name) BETWEEN 1 AND 255),
    CONSTRAINT sla_rule_some_check CHECK (num_nonnulls(max_duration_ms, min_success_rate, max_silence) > 0),
    CONSTRAINT sla_max_duration_positive_check CHECK (max_duration_ms > 0),
    CONSTRAINT sla_min_success_rate_percent_check CHECK (min_success_rate BETWEEN 0 AND 100)
);
COMMENT ON TABLE sla IS 'What is expected of a workflow.';
COMMENT ON COLUMN sla.id IS 'One that is made anew under the name of another has no breaches yet.';
COMMENT ON COLUMN sla.max_silence IS 'ISO-8601 as it was sent, as is time_window: an interval would be told in other words.';
COMMENT ON COLUMN sla.time_window IS 'So far back executions count that ended.';

CREATE TABLE sla_breach (
    namespace_id integer          NOT NULL,
    sla_id       uuid             NOT NULL,
    id           uuid             NOT NULL,
    rule         smallint         NOT NULL,
    execution_id uuid,
    breached_at  timestamptz      NOT NULL,
    recovered_at timestamptz,
    value        double precision NOT NULL,
    bound        double precision NOT NULL,
    CONSTRAINT sla_breach_pkey PRIMARY KEY (namespace_id, sla_id, id),
    CONSTRAINT sla_breach_rule_known_check CHECK (rule BETWEEN 0 AND 2)
);
COMMENT ON TABLE sla_breach IS 'When what is expected of a workflow was not kept.';
COMMENT ON COLUMN sla_breach.rule IS '0 longest duration (milliseconds), 1 least success rate (percent), 2 longest silence (milliseconds)';
COMMENT ON COLUMN sla_breach.execution_id IS 'Which took too long: each is told once, for ever.';
COMMENT ON COLUMN sla_breach.recovered_at IS 'When it was over; until then it is not told again.';
CREATE UNIQUE INDEX sla_breach_execution_idx ON sla_breach (namespace_id, sla_id, execution_id) WHERE execution_id IS NOT NULL;
CREATE UNIQUE INDEX sla_breach_open_idx ON sla_breach (namespace_id, sla_id, rule) WHERE execution_id IS NULL AND recovered_at IS NULL;
CREATE INDEX sla_breach_not_over_idx ON sla_breach (namespace_id, sla_id) WHERE recovered_at IS NULL;
CREATE INDEX sla_breach_recovered_idx ON sla_breach (recovered_at) WHERE recovered_at IS NOT NULL;

COMMENT ON COLUMN change.kind IS '0 execution created, 1 execution updated, 2 step upserted, 3 execution deleted, 4 execution restored, 5 executions removed, or deleted in bulk, 6 log lines appended, 8 service level breached';
