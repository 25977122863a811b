-- Executions of a plausible service, spread evenly over the past days, and the tables of those days.
-- Settings: bench.executions, bench.days and, 50 unless set, bench.workflows: how many.
DO $$
DECLARE
    past date;
    suffix text;
    part text;
    floor_id text;
    ceiling_id text;
BEGIN
    FOR n IN 0 .. current_setting('bench.days')::integer LOOP
        past := (now() AT TIME ZONE 'UTC')::date - n;
        CONTINUE WHEN EXISTS (SELECT FROM partition_day WHERE day = past);
        suffix := to_char(past, 'YYYYMMDD');
        floor_id := lpad(to_hex(extract(epoch FROM past)::bigint * 1000), 12, '0') || repeat('0', 20);
        ceiling_id := lpad(to_hex(extract(epoch FROM past + 1)::bigint * 1000), 12, '0') || repeat('0', 20);
        FOREACH part IN ARRAY ARRAY['execution', 'execution_payload', 'heartbeat', 'step',
                'step_payload', 'log', 'log_tally', 'artifact', 'tree', 'snapshot', 'state',
                'chunk'] LOOP
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part || '_' || suffix, part);
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                part, part || '_' || suffix, floor_id::uuid, ceiling_id::uuid);
        END LOOP;
        INSERT INTO partition_day (day, oldest_started_at, newest_started_at)
        VALUES (past, past::timestamp AT TIME ZONE 'UTC' - interval '1 hour',
            (past + 1)::timestamp AT TIME ZONE 'UTC' + interval '5 minutes');
    END LOOP;
END
$$;

-- The first workflow is run far more often than the last; one in twelve fails; durations from 20 ms to
-- 45 hours; few values of some columns, thousands of others, and one of a thousand of each kind.
INSERT INTO execution (namespace_id, version, id, created_at, updated_at, started_at, completed_at,
    duration_ms, status, workflow_id, workflow_name, workflow_version, trigger_type, external_id,
    script_path, run_id, engine_instance, parent_execution_id, root_execution_id, replay_of, source,
    created_by, error_message, error_type, error_print, failed_node, fingerprint, labels, pinned,
    archived, archived_at, archive_file, archive_position, archive_length, deleted_at)
SELECT 1, 2,
    (lpad(to_hex(floor(extract(epoch FROM r.at) * 1000)::bigint), 12, '0') || '7'
        || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid,
    r.at, r.at + r.ms * interval '1 ms', r.at - interval '20 ms',
    CASE WHEN r.status > 1 THEN r.at + r.ms * interval '1 ms' END,
    CASE WHEN r.status > 1 THEN r.ms END,
    r.status, 'workflow-' || r.workflow, 'Workflow number ' || r.workflow, '42',
    CASE WHEN i % 1000 = 9 THEN 'db_change' WHEN i % 20 = 0 THEN 'manual'
        WHEN i % 3 = 0 THEN 'schedule' ELSE 'webhook' END,
    'external-' || i, 'flows/workflow-' || r.workflow || '.cst', 'run-' || i, 'worker-' || i % 8,
    CASE WHEN i % 10 = 0 THEN r.parent END, CASE WHEN i % 10 = 0 THEN r.parent END,
    CASE WHEN i % 1000 = 0 THEN r.parent END,
    CASE WHEN i % 1000 = 3 THEN 'VSCodeExtension' WHEN i % 20 = 0 THEN 'Dashboard' ELSE 'API' END,
    CASE WHEN i % 2 = 0 THEN 'service' ELSE 'user-' || i * 31 % 500 END,
    CASE WHEN r.failed THEN 'It failed at line ' || i END,
    CASE WHEN r.failed THEN 'java.lang.Error' || i % 7 END,
    CASE WHEN r.failed THEN left(md5((i % 50)::text), 16) END,
    CASE WHEN r.failed THEN 'node-' || i % 30 END,
    CASE WHEN r.failed THEN left(md5((i % 150)::text), 16) END,
    jsonb_build_object('team', 'team-' || i % 20,
        'stage', CASE WHEN i % 1000 = 5 THEN 'test' ELSE 'live' END, 'customer', 'c' || i % 2000),
    i % 5000 = 1, i % 5000 = 2, CASE WHEN i % 5000 = 2 THEN now() END,
    CASE WHEN i % 5000 = 2 THEN r.parent END, CASE WHEN i % 5000 = 2 THEN 0 END,
    CASE WHEN i % 5000 = 2 THEN 1 END, CASE WHEN i % 500 = 7 THEN now() END
FROM generate_series(1, current_setting('bench.executions')::integer) AS i
CROSS JOIN LATERAL (
    SELECT at, at - interval '1 minute' AS before,
        20 + exp(16.0 * (i::bigint * 7919 % 10007) / 10007)::bigint AS ms, status,
        status IN (3, 5, 6) AS failed,
        floor(coalesce(current_setting('bench.workflows', true), '50')::integer * power((i::bigint * 104729 % 100003) / 100003.0, 2))::integer AS workflow,
        (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')
            || '7000800000000000000' || i % 10)::uuid AS parent
    FROM (
        SELECT now() - current_setting('bench.days')::integer * interval '1 day'
                * (1 - i::double precision / current_setting('bench.executions')::integer) AS at,
            (CASE WHEN i % 12 = 0 THEN 3 WHEN i % 200 = 1 THEN 4 WHEN i % 300 = 2 THEN 5
                WHEN i % 1000 = 4 THEN 6 WHEN i % 2000 = 8 THEN 1 WHEN i % 4000 = 11 THEN 0
                ELSE 2 END)::smallint AS status) AS s) AS r
WHERE NOT EXISTS (SELECT FROM external_id x WHERE x.namespace_id = 1 AND x.external_id = 'external-' || i);

INSERT INTO external_id (namespace_id, external_id, execution_id)
SELECT namespace_id, external_id, id FROM execution WHERE external_id LIKE 'external-%'
ON CONFLICT DO NOTHING;

INSERT INTO workflow (namespace_id, workflow_id, workflow_name)
SELECT DISTINCT namespace_id, workflow_id, workflow_name FROM execution
WHERE workflow_name IS NOT NULL
ON CONFLICT DO NOTHING;

ANALYZE execution, external_id, workflow, partition_day;
