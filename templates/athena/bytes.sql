-- Bytes over WebSocket connections
-- How much was received from clients and sent to them, in total and on each connection? TCP headers and TLS
-- handshakes are not counted by the load balancer.
SELECT
  count(*) AS connections,
  sum(received_bytes) AS received_total,
  approx_percentile(received_bytes, 0.5) AS received_p50,
  approx_percentile(received_bytes, 0.95) AS received_p95,
  max(received_bytes) AS received_max,
  sum(sent_bytes) AS sent_total,
  approx_percentile(sent_bytes, 0.5) AS sent_p50,
  approx_percentile(sent_bytes, 0.95) AS sent_p95,
  max(sent_bytes) AS sent_max
FROM access_logs
WHERE day BETWEEN date_format(current_date - interval '1' day, '%Y/%m/%d') AND date_format(current_date, '%Y/%m/%d')
  AND type IN ('ws', 'wss')
  AND elb_status_code = 101
