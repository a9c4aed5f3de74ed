-- Histogram of WebSocket durations
-- How many connections lasted between so many and so many seconds? The scale is logarithmic: each range is about
-- three times as wide as the one before. Peaks that are narrow point at a timeout.
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
),
ranges (from_seconds, to_seconds) AS (
  VALUES
    (0, 1),
    (1, 3),
    (3, 10),
    (10, 30),
    (30, 100),
    (100, 300),
    (300, 1000),
    (1000, 3000),
    (3000, 10000),
    (10000, 30000),
    (30000, 100000),
    (100000, NULL)
)
SELECT
  from_seconds,
  to_seconds,
  count(*) FILTER (WHERE seconds >= from_seconds AND (seconds < to_seconds OR to_seconds IS NULL)) AS connections
FROM connections
CROSS JOIN ranges
GROUP BY from_seconds, to_seconds
ORDER BY from_seconds
