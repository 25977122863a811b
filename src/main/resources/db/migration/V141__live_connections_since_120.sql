-- One who opens connections without end takes the room of all others: how many a namespace may hold is
-- its quota, as how many requests are.
ALTER TABLE namespace
    ADD COLUMN live_connections integer,
    ADD CONSTRAINT namespace_live_connections_positive_check CHECK (live_connections > 0);
COMMENT ON COLUMN namespace.live_connections IS 'Of all its keys together, on each replica; null: as many as there is room for.';
