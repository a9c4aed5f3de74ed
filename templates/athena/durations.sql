-- Durations of WebSocket connections
-- How long did the connections last that have closed? In seconds, from the arrival of the upgrade request to the
-- close. Connections whose log line lacks the time of the request are counted, but have no duration.
WITH connections AS (
  SELECT
    date_diff(
      'millisecond',
      try(from_iso8601_timestamp(request_creation_time)),
      try(from_iso8601_timestamp(time))
    ) / 1e3 AS seconds
  FROM access_logs
  WHERE day BETWEEN date_format(current_date - interval '1' day, '%Y/%m/%d') AND date_format(current_date, '%Y/%m/%d')
    AND type IN ('ws', 'wss')
    AND elb_status_code = 101
)
SELECT
  count(*) AS connections,
  count(seconds) AS with_duration,
  approx_percentile(seconds, 0.5) AS p50_seconds,
  approx_percentile(seconds, 0.95) AS p95_seconds,
  approx_percentile(seconds, 0.99) AS p99_seconds,
  max(seconds) AS max_seconds
FROM connections
