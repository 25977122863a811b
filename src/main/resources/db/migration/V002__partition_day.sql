-- The record tables are partitioned by execution id, whose leading bits are the moment the execution
-- was first reported: a partition is a day, and a day leaves by DROP. This table knows every day, so
-- that an id of a day that is gone can be answered as gone, and so that a list walks only the days
-- that can hold its next rows.
CREATE TABLE partition_day (
    day               date        NOT NULL,
    state             text        NOT NULL DEFAULT 'open',
    oldest_started_at timestamptz NOT NULL,
    newest_started_at timestamptz NOT NULL,
    dropped_at        timestamptz,
    dropped_by        text,
    CONSTRAINT partition_day_pkey PRIMARY KEY (day),
    CONSTRAINT partition_day_state_check CHECK (state IN ('open', 'closed', 'indexed', 'dropped')),
    CONSTRAINT partition_day_dropped_check CHECK ((state = 'dropped') = (dropped_at IS NOT NULL))
);
COMMENT ON TABLE partition_day IS 'The days for which the record tables have partitions, and those that were dropped.';
COMMENT ON COLUMN partition_day.day IS 'In UTC; the partitions are named <table>_yyyymmdd.';
COMMENT ON COLUMN partition_day.oldest_started_at IS 'No execution of the day started before; widened by the transaction that would break it, never narrowed.';
COMMENT ON COLUMN partition_day.newest_started_at IS 'No execution of the day started after; widened likewise.';
COMMENT ON COLUMN partition_day.dropped_by IS 'Name of the retention policy that let the day go.';
