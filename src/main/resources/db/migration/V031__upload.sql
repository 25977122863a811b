-- Chunks are written before anybody points to them. What an upload that was cut off leaves behind is
-- found by its row here; to find it among the chunks, all of them would have to be read.
CREATE TABLE upload (
    namespace_id integer NOT NULL,
    blob         uuid    NOT NULL,
    execution_id uuid    NOT NULL,
    CONSTRAINT upload_pkey PRIMARY KEY (namespace_id, blob)
);
COMMENT ON TABLE upload IS 'Blobs of more than a chunk that are on their way: nobody points to them yet.';
