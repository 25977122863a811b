-- Every ten seconds somebody asks which running executions promised heartbeats and send none. They are
-- few whatever the length of the history: this index holds them and nothing else, with what the
-- question needs. An execution leaves it when it ends.
CREATE INDEX execution_heartbeat_idx ON execution (namespace_id, id)
    INCLUDE (created_at, heartbeat_timeout_ms)
    WHERE status = 1 AND heartbeat_timeout_ms IS NOT NULL;
