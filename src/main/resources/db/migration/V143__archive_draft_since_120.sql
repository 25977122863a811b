-- A file of the archive is whole before rows say what is in it. Who is killed in between leaves a copy of
-- executions that nothing leads to, and that no erasure reaches. So its name is written down first.
CREATE TABLE archive_draft (
    namespace_id integer     NOT NULL,
    name         text        NOT NULL,
    begun_at     timestamptz NOT NULL,
    CONSTRAINT archive_draft_pkey PRIMARY KEY (namespace_id, name)
);
COMMENT ON TABLE archive_draft IS 'Files of the archive that are being written, or were when their writer was killed.';
COMMENT ON COLUMN archive_draft.name IS 'Within the archive.';
