-- Busiest WebSocket clients
-- Which addresses opened the most connections? Many short ones from one address are a client that reconnects in a
-- loop, or many people behind one address. received is what the client sent, sent what it was sent.
WITH connections AS (
  SELECT
    client_ip,
    received_bytes,
    sent_bytes,
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
  client_ip,
  count(*) AS connections,
  approx_percentile(seconds, 0.5) AS p50_seconds,
  sum(received_bytes) AS received_bytes,
  sum(sent_bytes) AS sent_bytes
FROM connections
GROUP BY client_ip
ORDER BY connections DESC, client_ip
LIMIT 50
