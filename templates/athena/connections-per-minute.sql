-- WebSocket connections per minute
-- How many connections were opened and how many were closed in each minute, in UTC? A line is written when a
-- connection closes, so those that are still open are in neither column.
WITH connections AS (
  SELECT
    try(from_iso8601_timestamp(request_creation_time)) AS opened_at,
    try(from_iso8601_timestamp(time)) AS closed_at
  FROM access_logs
  WHERE day BETWEEN date_format(current_date - interval '1' day, '%Y/%m/%d') AND date_format(current_date, '%Y/%m/%d')
    AND type IN ('ws', 'wss')
    AND elb_status_code = 101
),
events AS (
  SELECT kind, date_trunc('minute', CASE kind WHEN 'opened' THEN opened_at ELSE closed_at END) AS minute
  FROM connections
  CROSS JOIN (VALUES ('opened'), ('closed')) AS kinds (kind)
)
SELECT
  minute,
  count(*) FILTER (WHERE kind = 'opened') AS opened,
  count(*) FILTER (WHERE kind = 'closed') AS closed
FROM events
WHERE minute IS NOT NULL
GROUP BY minute
ORDER BY minute
