-- An archived execution keeps its narrow row, which lists show, and where its file holds the rest. The
-- columns cost nothing where they are null.
ALTER TABLE execution
    ADD COLUMN archived_at      timestamptz,
    ADD COLUMN archive_file     uuid,
    ADD COLUMN archive_position bigint,
    ADD COLUMN archive_length   bigint,
    ADD COLUMN opened_at        timestamptz,
    ADD CONSTRAINT execution_archive_place_check
        CHECK (NOT archived OR (archive_file IS NOT NULL AND archive_position IS NOT NULL
                                AND archive_length IS NOT NULL AND archived_at IS NOT NULL)) NOT VALID;
COMMENT ON COLUMN execution.archived IS 'Its payloads, steps, lines and checkpoints are in a file; the rows are gone, or a copy for readers.';
COMMENT ON COLUMN execution.archive_file IS 'Where it is, or was before it was imported again: the file stays while a row names it.';
COMMENT ON COLUMN execution.archive_position IS 'Where its frame begins in the file, in bytes.';
COMMENT ON COLUMN execution.opened_at IS 'When its file was last opened: the rows were taken out of it then, and leave again.';
CREATE INDEX execution_opened_at_idx ON execution (namespace_id, opened_at) WHERE opened_at IS NOT NULL;
CREATE INDEX execution_archive_file_idx ON execution (namespace_id, archive_file) WHERE archive_file IS NOT NULL;

CREATE TABLE archive_file (
    namespace_id integer     NOT NULL,
    id           uuid        NOT NULL,
    name         text        NOT NULL,
    day          date        NOT NULL,
    policy       text        NOT NULL,
    created_at   timestamptz NOT NULL,
    executions   integer     NOT NULL,
    bytes        bigint      NOT NULL,
    CONSTRAINT archive_file_pkey PRIMARY KEY (namespace_id, id)
);
CREATE INDEX archive_file_day_idx ON archive_file (day);
COMMENT ON TABLE archive_file IS 'Files of archived executions, each of one namespace and day.';
COMMENT ON COLUMN archive_file.name IS 'Within the archive.';
