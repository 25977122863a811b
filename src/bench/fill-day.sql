-- The tables of one day, full: executions that completed, with their payloads, steps and lines. Filled
-- first and indexed when they are attached, which is far quicker. What is about one table stands below
-- its name; tables are filled side by side. {suffix} the day, {n} executions with {steps} and {logs} each,
-- {workflows} and the number of one, {workflow}; {id} and {at} an execution's, {payload}, {prefix}.

-- execution
CREATE TABLE execution_{suffix} (LIKE execution INCLUDING ALL EXCLUDING INDEXES)
    WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
INSERT INTO execution_{suffix} (namespace_id, version, id, created_at, updated_at, started_at, completed_at,
    duration_ms, set_end, status, workflow_id, trigger_type, external_id, engine_instance, created_by, labels)
SELECT 1, 7, {id}, {at}, {at} + interval '1 s', {at}, {at} + interval '1 s', 1000, 1023, 2,
    '{prefix}-' || {workflow}, CASE WHEN i % 3 = 0 THEN 'schedule' ELSE 'webhook' END,
    '{prefix}-{suffix}-' || i, 'worker-' || i % 8, 'user-' || i % 500,
    jsonb_build_object('team', 'team-' || i % 20)
FROM generate_series(0, {n} - 1) AS i;

-- execution_payload
CREATE TABLE execution_payload_{suffix} (LIKE execution_payload INCLUDING ALL EXCLUDING INDEXES);
INSERT INTO execution_payload_{suffix} (namespace_id, execution_id, input, output)
SELECT 1, {id}, {payload}, {payload}
FROM generate_series(0, {n} - 1) AS i;

-- step
CREATE TABLE step_{suffix} (LIKE step INCLUDING ALL EXCLUDING INDEXES)
    WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
INSERT INTO step_{suffix} (namespace_id, attempt, execution_id, created_at, started_at, completed_at, duration_ms,
    version, set_end, step_index, status, key, node_id, node_type)
SELECT 1, 1, {id}, {at}, {at}, {at} + interval '200 ms', 200, 1, 127, s, 2, 'step-' || s, 'node-' || s, 'task'
FROM generate_series(0, {n} - 1) AS i CROSS JOIN generate_series(1, {steps}) AS s;

-- step_payload
CREATE TABLE step_payload_{suffix} (LIKE step_payload INCLUDING ALL EXCLUDING INDEXES);
INSERT INTO step_payload_{suffix} (namespace_id, attempt, execution_id, key, output)
SELECT 1, 1, {id}, 'step-' || s, {payload}
FROM generate_series(0, {n} - 1) AS i CROSS JOIN generate_series(1, {steps}) AS s;

-- log
CREATE TABLE log_{suffix} (LIKE log INCLUDING ALL EXCLUDING INDEXES);
INSERT INTO log_{suffix} (namespace_id, attempt, execution_id, sequence, logged_at, level, step_key, message)
SELECT 1, 1, {id}, l, {at}, 2, 'step-' || l, 'what a node says while it works, line ' || l
FROM generate_series(0, {n} - 1) AS i CROSS JOIN generate_series(1, {logs}) AS l;

-- log_tally
CREATE TABLE log_tally_{suffix} (LIKE log_tally INCLUDING ALL EXCLUDING INDEXES);
INSERT INTO log_tally_{suffix} (namespace_id, execution_id, lines, bytes, dropped)
SELECT 1, {id}, {logs}, {logs} * 40, 0
FROM generate_series(0, {n} - 1) AS i WHERE {logs} > 0;

-- external_id
INSERT INTO external_id (namespace_id, external_id, execution_id)
SELECT 1, '{prefix}-{suffix}-' || i, {id}
FROM generate_series(0, {n} - 1) AS i;

-- workflow
INSERT INTO workflow (namespace_id, workflow_id, workflow_name)
SELECT 1, '{prefix}-' || i, ''
FROM generate_series(0, {workflows} - 1) AS i
ON CONFLICT DO NOTHING;
