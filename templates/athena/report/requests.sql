-- Lines of the access log by type, and requests refused by client
-- The 1000 clients with the most refused requests: over http or https, with a status of 400 or more.
WITH counted AS (
  SELECT
    CASE WHEN grouping(type) = 0 THEN 'type' ELSE 'client' END AS what,
    coalesce(type, client_ip) AS word,
    count(*) AS lines,
    count(*) FILTER (WHERE type IN ('http', 'https') AND elb_status_code >= 400) AS refused,
    min(time) AS first_time,
    max(time) AS last_time
  FROM access_logs
  WHERE day BETWEEN '2026/07/01' /* first day */ AND '2026/07/02' /* last day */
    AND time >= '2026-07-01T00:00:00.000000Z' /* since */
    AND time < '9999-01-01T00:00:00.000000Z' /* until */
    AND type IS NOT NULL
  GROUP BY GROUPING SETS ((type), (client_ip))
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY what ORDER BY refused DESC, word) AS place
  FROM counted
)
SELECT what, word, lines, refused, first_time, last_time
FROM ranked
WHERE what = 'type' OR (refused > 0 AND place <= 1000)
ORDER BY what, place
