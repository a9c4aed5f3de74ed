-- Failed WebSocket upgrades
-- Which upgrades failed, how often and why? An upgrade that fails is logged like any other request, so these are the
-- failed GET requests over HTTP/1 for a path on which a WebSocket was open in the same days. A target status of "-"
-- means that the load balancer answered by itself.
WITH requests AS (
  SELECT
    *,
    regexp_extract(request_url, '^[a-z]+://[^/]+(/[^?]*)', 1) AS path
  FROM access_logs
  WHERE day BETWEEN date_format(current_date - interval '1' day, '%Y/%m/%d') AND date_format(current_date, '%Y/%m/%d')
)
SELECT
  elb_status_code,
  target_status_code,
  lambda_error_reason AS error_reason,
  path,
  count(*) AS failures,
  count(DISTINCT client_ip) AS clients,
  min(time) AS first_at,
  max(time) AS last_at
FROM requests
WHERE type IN ('http', 'https')
  AND request_verb = 'GET'
  AND elb_status_code IN (400, 426, 464, 501, 502, 503, 504)
  AND path IN (SELECT path FROM requests WHERE type IN ('ws', 'wss') AND elb_status_code = 101)
GROUP BY elb_status_code, target_status_code, lambda_error_reason, path
ORDER BY failures DESC, elb_status_code, target_status_code, error_reason, path
