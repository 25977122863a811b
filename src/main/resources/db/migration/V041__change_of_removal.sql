-- Executions leave: for those who follow, a removal is a change of a kind of its own, since there is no
-- row left to be joined; and so is a deletion of many, which is told once a batch, not once a row.
COMMENT ON COLUMN change.kind IS '0 execution created, 1 execution updated, 2 step upserted, 3 executions removed, or deleted in bulk';
COMMENT ON COLUMN change.execution_id IS 'For kind 3 the only execution that is meant, or zeros: whoever watches one looks whether it is still there.';
COMMENT ON COLUMN change.version IS 'Version of the execution, or of the step for kind 2, after the change; 0 for kind 3.';
COMMENT ON COLUMN change.prev IS 'The fields of the row before the change that a filter or a statistic can turn on, where they changed: status, startedAt, durationMs (-1 for none), deleted (whether it was). For kind 3, count.';
