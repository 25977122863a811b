-- The same workflow runs with the same graph again and again: a graph is stored once by its content.
CREATE TABLE dag (
    namespace_id integer NOT NULL,
    hash         bytea   NOT NULL,
    last_used_on date    NOT NULL,
    graph        jsonb   NOT NULL,
    CONSTRAINT dag_pkey PRIMARY KEY (namespace_id, hash)
);
COMMENT ON TABLE dag IS 'Visualization graphs.';
COMMENT ON COLUMN dag.hash IS 'SHA-256 of the graph''s jsonb text, which does not depend on key order or white space.';
COMMENT ON COLUMN dag.last_used_on IS 'Last day whose executions refer to the graph, so that it can leave with them.';
