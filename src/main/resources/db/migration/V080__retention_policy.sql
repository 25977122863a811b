-- Few rows, read whole. A namespace whose rows do not name the policy "default" has it all the same: a row
-- is written when somebody says otherwise, and a deletion of it is a row that stays.
CREATE TABLE retention_policy (
    namespace_id    integer     NOT NULL,
    name            text        NOT NULL,
    deleted         boolean     NOT NULL DEFAULT false,
    priority        integer     NOT NULL DEFAULT 1000,
    selection       json        NOT NULL DEFAULT '{}',
    max_age         text,
    payload_max_age text,
    log_max_age     text,
    max_count       integer,
    count_per       text        NOT NULL DEFAULT 'workflow',
    max_snapshots   integer,
    archive         boolean     NOT NULL DEFAULT false,
    archive_max_age text,
    enabled         boolean     NOT NULL DEFAULT true,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT retention_policy_pkey PRIMARY KEY (namespace_id, name),
    CONSTRAINT retention_policy_name_length_check CHECK (length(name) BETWEEN 1 AND 255),
    CONSTRAINT retention_policy_only_default_stays_deleted_check CHECK (NOT deleted OR name = 'default'),
    CONSTRAINT retention_policy_priority_not_negative_check CHECK (priority >= 0),
    CONSTRAINT retention_policy_selection_object_check CHECK (json_typeof(selection) = 'object'),
    CONSTRAINT retention_policy_max_count_positive_check CHECK (max_count > 0),
    CONSTRAINT retention_policy_count_per_known_check CHECK (count_per IN ('workflow', 'policy')),
    CONSTRAINT retention_policy_max_snapshots_positive_check CHECK (max_snapshots > 0)
);
COMMENT ON TABLE retention_policy IS 'What is kept, and for how long; the lowest priority that matches an execution decides.';
COMMENT ON COLUMN retention_policy.deleted IS 'There is no policy "default", which there would be without the row.';
COMMENT ON COLUMN retention_policy.selection IS 'Which executions, as it was sent: jsonb would not keep the order.';
COMMENT ON COLUMN retention_policy.max_age IS 'ISO-8601 as it was sent, as are the other ages: an interval would be told in other words.';
