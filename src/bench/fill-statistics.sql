-- What the executions of fill-executions.sql would have left to be rolled up, had they been reported;
-- and five attempts of every tenth, each at another node, of which nothing else is stored.
INSERT INTO statistics_delta (
    changed_at, namespace_id, sign, workflow_id, execution_id, status, started_at, duration_ms,
    fingerprint, failed_at, error_message, error_type, failed_node)
SELECT now(), e.namespace_id, 1, e.workflow_id, e.id, e.status, e.started_at,
  CASE WHEN e.status >= 2 THEN e.duration_ms END, f.*
FROM execution e
LEFT JOIN LATERAL (
  SELECT e.fingerprint, e.completed_at, e.error_message, e.error_type, e.failed_node
  WHERE e.status IN (3, 5, 6)
) AS f ON true
ORDER BY e.started_at;

INSERT INTO statistics_delta (
    changed_at, namespace_id, sign, workflow_id, node_id, status, started_at, duration_ms, cached)
SELECT now(), e.namespace_id, 1, e.workflow_id, 'node-' || n, e.status,
  e.started_at + n * interval '20 ms', CASE WHEN e.status >= 2 THEN e.duration_ms / 5 + n END, n = 3
FROM execution e
CROSS JOIN generate_series(1, 5) AS n
WHERE hashtext(e.id::text) % 10 = 0
ORDER BY e.started_at;
ANALYZE statistics_delta;
