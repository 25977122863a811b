-- One who reports without end fills the disk of all others: how many bytes a namespace may send in a day
-- is its quota. Replicas count for themselves and add it here every few seconds, so that it holds for all
-- of them, and behind a restart.
ALTER TABLE namespace
    ADD COLUMN bytes_per_day bigint,
    ADD CONSTRAINT namespace_bytes_per_day_positive_check CHECK (bytes_per_day > 0);
COMMENT ON COLUMN namespace.bytes_per_day IS 'Of bodies of what its callers report, on all replicas; null: as many as they like.';
CREATE TABLE namespace_bytes (
    namespace_id integer NOT NULL,
    day          date    NOT NULL,
    bytes        bigint  NOT NULL,
    CONSTRAINT namespace_bytes_pkey PRIMARY KEY (namespace_id, day)
);
COMMENT ON TABLE namespace_bytes IS 'What was sent in days (UTC) to namespaces that have a quota of it; a day or two of each.';
