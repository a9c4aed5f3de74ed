-- WebSocket connections opened and closed, by minute
-- In all, by target, by node and by client: the 1000 heaviest minutes of each. known_closed: closed, of those
-- whose opening is known.
WITH lines AS (
  SELECT
    client_ip,
    coalesce(target_ip || ':' || CAST(target_port AS varchar), '-') AS target,
    coalesce(node_ip, '-') AS node,
    CAST(to_unixtime(from_iso8601_timestamp(substr(time, 1, 19) || 'Z')) AS bigint) * 1000000
      + CAST(substr(time, 21, 6) AS bigint) AS closed_at,
    CAST(to_unixtime(try(from_iso8601_timestamp(substr(request_creation_time, 1, 19) || 'Z'))) AS bigint) * 1000000
      + try(CAST(substr(request_creation_time, 21, 6) AS bigint)) AS created_at
  FROM access_logs
  WHERE day BETWEEN '2026/07/01' /* first day */ AND '2026/07/02' /* last day */
    AND time >= '2026-07-01T00:00:00.000000Z' /* since */
    AND time < '9999-01-01T00:00:00.000000Z' /* until */
    AND type IN ('ws', 'wss')
),
sockets AS (
  SELECT *, CASE WHEN created_at <= closed_at THEN created_at END AS opened_at
  FROM lines
),
events AS (
  SELECT
    kind,
    client_ip,
    target,
    node,
    opened_at,
    CASE kind WHEN 'opened' THEN opened_at - opened_at % 60000000 ELSE closed_at - closed_at % 60000000 END AS minute_micros
  FROM sockets
  CROSS JOIN (VALUES ('opened'), ('closed')) AS kinds (kind)
),
counted AS (
  SELECT
    CASE
      WHEN grouping(target) = 0 THEN 'target'
      WHEN grouping(node) = 0 THEN 'node'
      WHEN grouping(client_ip) = 0 THEN 'client'
      ELSE 'minute'
    END AS what,
    coalesce(target, node, client_ip) AS word,
    minute_micros,
    count(*) FILTER (WHERE kind = 'opened') AS opened,
    count(*) FILTER (WHERE kind = 'closed') AS closed,
    count(*) FILTER (WHERE kind = 'closed' AND opened_at IS NOT NULL) AS known_closed
  FROM events
  WHERE minute_micros IS NOT NULL
  GROUP BY GROUPING SETS ((minute_micros), (minute_micros, target), (minute_micros, node), (minute_micros, client_ip))
),
ranked AS (
  SELECT
    *,
    count(*) OVER (PARTITION BY what) AS keys,
    row_number() OVER (
      PARTITION BY what ORDER BY CASE what WHEN 'client' THEN opened ELSE opened + closed END DESC, word, minute_micros
    ) AS place
  FROM counted
)
SELECT *
FROM ranked
WHERE place <= 1000 OR what = 'minute'
ORDER BY what, minute_micros, word
