-- Lines in the engine's own order. Never updated: a line is stored once or renumbered.
CREATE TABLE log (
    namespace_id  integer     NOT NULL,
    attempt       integer,
    execution_id  uuid        NOT NULL,
    sequence      bigint      NOT NULL,
    logged_at     timestamptz NOT NULL,
    sent_sequence bigint,
    level         smallint    NOT NULL,
    stream        smallint,
    type          text,
    step_key      text,
    message       text,
    data          jsonb,
    notices       jsonb,
    CONSTRAINT log_pkey PRIMARY KEY (namespace_id, execution_id, sequence),
    CONSTRAINT log_sequence_not_negative_check CHECK (sequence >= 0),
    CONSTRAINT log_level_known_check CHECK (level BETWEEN 0 AND 4),
    CONSTRAINT log_stream_known_check CHECK (stream IN (1, 2))
) PARTITION BY RANGE (execution_id);
COMMENT ON TABLE log IS 'Lines written while an execution ran.';
COMMENT ON COLUMN log.level IS '0 trace, 1 debug, 2 info, 3 warn, 4 error';
COMMENT ON COLUMN log.stream IS '1 stdout, 2 stderr';
COMMENT ON COLUMN log.sent_sequence IS 'The sequence a renumbered line was sent with, by which a repeated report of it is known.';

CREATE INDEX log_sent_sequence_idx ON log (namespace_id, execution_id, sent_sequence) WHERE sent_sequence IS NOT NULL;
