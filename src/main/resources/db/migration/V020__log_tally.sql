-- The log of an execution is capped in lines and bytes. Counting the lines at every append would read
-- the whole log; a narrow row an execution says how much there is, written by the statement that adds.
CREATE TABLE log_tally (
    namespace_id integer NOT NULL,
    execution_id uuid    NOT NULL,
    lines        bigint  NOT NULL,
    bytes        bigint  NOT NULL,
    dropped      bigint  NOT NULL,
    CONSTRAINT log_tally_pkey PRIMARY KEY (namespace_id, execution_id)
) PARTITION BY RANGE (execution_id);
COMMENT ON TABLE log_tally IS 'How much log an execution has. No row, no lines.';
COMMENT ON COLUMN log_tally.bytes IS 'Of messages and data, as they were sent.';
COMMENT ON COLUMN log_tally.dropped IS 'Lines that came when the log was full.';

-- Days that were made before have lines already, but no tally.
DO $$
DECLARE
    leaf record;
BEGIN
    FOR leaf IN
        SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) AS bound
        FROM pg_inherits i
        JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'log'::regclass
    LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF log_tally %s WITH (fillfactor = 50)',
                       replace(leaf.relname, 'log_', 'log_tally_'), leaf.bound);
    END LOOP;
END
$$;

INSERT INTO log_tally (namespace_id, execution_id, lines, bytes, dropped)
SELECT namespace_id, execution_id, count(*),
  sum(coalesce(octet_length(message), 0) + coalesce(octet_length(data::text), 0)), 0
FROM log
GROUP BY namespace_id, execution_id;
