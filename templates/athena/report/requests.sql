-- Lines of the access log by type, and what clients were refused and polled, and load balancers refused
-- The 1000 clients with the most refused requests and requests that poll (Socket.IO, SignalR). Refused: with a status of 400 or more.
WITH lines AS (
  SELECT
    type,
    client_ip,
    elb,
    time,
    '' /* transport */ = 'polling' AND type IN ('http', 'https', 'h2', 'grpcs') AS is_polling,
    type IN ('http', 'https') AS is_http,
    coalesce(elb_status_code >= 400, FALSE) AS is_bad
  FROM access_logs
  WHERE day BETWEEN '2026/07/01' /* first day */ AND '2026/07/02' /* last day */
    AND time >= '2026-07-01T00:00:00.000000Z' /* since */
    AND time < '9999-01-01T00:00:00.000000Z' /* until */
    AND type IS NOT NULL
),
counted AS (
  SELECT
    CASE
      WHEN grouping(type) = 0 THEN 'type'
      WHEN grouping(elb) = 0 THEN 'loadBalancer'
      ELSE 'client'
    END AS what,
    coalesce(type, client_ip, elb) AS word,
    count(*) AS lines,
    count(*) FILTER (WHERE is_bad AND (is_http OR is_polling)) AS refused,
    count(*) FILTER (WHERE is_polling) AS polled,
    count(*) FILTER (WHERE is_polling AND is_bad) AS polls_failed,
    min(time) AS first_time,
    max(time) AS last_time
  FROM lines
  GROUP BY GROUPING SETS ((type), (client_ip), (elb))
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY what ORDER BY refused + polled DESC, word) AS place
  FROM counted
)
SELECT what, word, lines, refused, polled, polls_failed, first_time, last_time
FROM ranked
WHERE what = 'type' OR (refused + polled > 0 AND place <= 1000)
ORDER BY what, place
