-- WebSocket connections by target
-- Are the connections spread evenly over the targets, and do they last equally long on each?
WITH connections AS (
  SELECT
    target_ip,
    target_port,
    received_bytes + sent_bytes AS bytes,
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
  target_ip,
  target_port,
  count(*) AS connections,
  round(1e2 * count(*) / sum(count(*)) OVER (), 1) AS percent,
  approx_percentile(seconds, 0.5) AS p50_seconds,
  sum(bytes) AS bytes
FROM connections
GROUP BY target_ip, target_port
ORDER BY connections DESC, target_ip, target_port
