-- WebSocket connections that ended near the idle timeout
-- How many connections lasted as long as the idle timeout, give or take 5 s, or as long as 60 s, the default of ELB?
-- Many near the first carry no data at all: let client or server send a ping more often. Many near the second meet a
-- timeout of 60 s somewhere on the way. The log names no reason for a close, and a connection that falls silent later
-- ends later: this is a hint, not a count of idle timeouts.
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
timeouts (timeout, timeout_seconds) AS (
  VALUES
    ('loadBalancer.idleTimeout', 4000 /* loadBalancer.idleTimeout */),
    ('default of ELB', 60)
)
SELECT
  timeout,
  timeout_seconds,
  count(*) FILTER (WHERE seconds BETWEEN timeout_seconds - 5 AND timeout_seconds + 5) AS ended_near,
  count(seconds) AS with_duration
FROM connections
CROSS JOIN timeouts
GROUP BY timeout, timeout_seconds
ORDER BY timeout DESC
