-- Keys are looked up by their id, before it is known whose they are: the one table that a namespace
-- does not lead. All that live are held in memory by every replica.
CREATE TABLE api_key (
    id           text        NOT NULL,
    hash         bytea       NOT NULL,
    name         text        NOT NULL,
    role         text        NOT NULL,
    namespace_id integer,
    payloads     boolean     NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   text        NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    CONSTRAINT api_key_pkey PRIMARY KEY (id),
    CONSTRAINT api_key_hash_is_sha256_check CHECK (octet_length(hash) = 32),
    CONSTRAINT api_key_name_length_check CHECK (length(name) BETWEEN 1 AND 255),
    CONSTRAINT api_key_role_known_check CHECK (role IN ('viewer', 'writer', 'admin')),
    CONSTRAINT api_key_of_all_is_admin_check CHECK (namespace_id IS NOT NULL OR role = 'admin')
);
COMMENT ON TABLE api_key IS 'Who may ask what; of the secrets only their hashes.';
COMMENT ON COLUMN api_key.namespace_id IS 'The one whose rows the holder sees; null: all of them.';

-- Answers while keys are looked up, since it is needed as often as they are.
ALTER TABLE namespace
    ADD COLUMN requests_per_second integer,
    ADD CONSTRAINT namespace_requests_positive_check CHECK (requests_per_second > 0);
COMMENT ON COLUMN namespace.requests_per_second IS 'Of each key, on each replica; null: what the settings say.';

-- Told newest first; the id is a UUIDv7, which rises with time.
CREATE TABLE audit (
    namespace_id integer     NOT NULL,
    id           uuid        NOT NULL,
    at           timestamptz NOT NULL,
    actor        text        NOT NULL,
    action       text        NOT NULL,
    target       text        NOT NULL,
    times        integer     NOT NULL,
    detail       text,
    CONSTRAINT audit_pkey PRIMARY KEY (namespace_id, id),
    CONSTRAINT audit_times_positive_check CHECK (times > 0)
);
COMMENT ON TABLE audit IS 'Who did what to whose history, and who read payloads.';
COMMENT ON COLUMN audit.detail IS 'JSON as it was sent: jsonb would refuse some of it.';
