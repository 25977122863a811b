-- A past day that was dropped is made again for an import. The executions that went with it are still
-- gone, and their ids still answer so: the day remembers when it was dropped while it has tables.
ALTER TABLE partition_day
    DROP CONSTRAINT partition_day_dropped_check,
    ADD CONSTRAINT partition_day_dropped_check CHECK (state <> 'dropped' OR dropped_at IS NOT NULL);
COMMENT ON COLUMN partition_day.dropped_at IS 'When the day was last dropped; kept when it is made again for an import.';
