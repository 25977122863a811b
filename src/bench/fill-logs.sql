-- Five lines for each execution of fill-executions.sql on the day bench.day: 100 bytes of what services write. Words of
-- every frequency: "request" in each line, "retrying" in one of ten, "deadlock" in one of ten thousand,
-- "customer" with a number in one of a million, and a trace id that stands in one execution.
INSERT INTO log (namespace_id, execution_id, sequence, logged_at, level, type, step_key, message)
SELECT 1, e.id, n, e.started_at + n * interval '5 ms',
    CASE WHEN k % 10000 = 0 THEN 4 WHEN k % 10 = 0 THEN 3 WHEN n = 0 THEN 1 ELSE 2 END,
    CASE WHEN n = 0 THEN 'PhaseStarted' ELSE 'RawOutput' END,
    'node-' || n,
    CASE
        WHEN k % 1000000 = 7 THEN 'request of customer' || k / 1000000 || ' refused: card declined'
        WHEN k % 10000 = 0 THEN 'request failed: ERROR: deadlock detected while updating orders'
        WHEN k % 10 = 0 THEN 'request timed out after ' || k % 3000 || ' ms, retrying (attempt ' || k % 3 || ')'
        WHEN n = 0 THEN 'begin request, trace ' || replace(e.id::text, '-', '')
        ELSE 'request GET /api/orders/' || k % 99991 || ' took ' || k % 997 || ' ms, host db-' || k % 8
            || '.example.com, com.acme.orders.OrderService'
    END
FROM execution e
CROSS JOIN generate_series(0, 4) AS n
CROSS JOIN LATERAL (
    SELECT substr(e.external_id, 10)::bigint * 5 + n AS k) AS line
WHERE e.external_id LIKE 'external-%'
    AND e.id >= (lpad(to_hex(extract(epoch FROM current_setting('bench.day')::date)::bigint * 1000), 12, '0')
        || repeat('0', 20))::uuid
    AND e.id < (lpad(to_hex(extract(epoch FROM current_setting('bench.day')::date + 1)::bigint * 1000), 12, '0')
        || repeat('0', 20))::uuid
ORDER BY e.id, n;
