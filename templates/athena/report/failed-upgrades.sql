-- Failed upgrades, by path, status and reason, and by minute
-- A failed upgrade is logged like any other request: a GET over http or https for a path on which a WebSocket was open in
-- the same logs, with a status of 300 or more other than 304.
WITH lines AS (
  SELECT
    type,
    request_verb,
    elb_status_code,
    coalesce(target_status_code, '-') AS target_status,
    coalesce(lambda_error_reason, '-') AS error_reason,
    coalesce(regexp_extract(rtrim(request_url), '^([^/?]*://)?[^/?]*([^?]*)', 2), '') AS path,
    CAST(to_unixtime(from_iso8601_timestamp(substr(time, 1, 16) || ':00Z')) AS bigint) * 1000000 AS minute_micros
  FROM access_logs
  WHERE day BETWEEN '2026/07/01' /* first day */ AND '2026/07/02' /* last day */
    AND time >= '2026-07-01T00:00:00.000000Z' /* since */
    AND time < '9999-01-01T00:00:00.000000Z' /* until */
),
failed AS (
  SELECT *, CAST(elb_status_code AS varchar) AS status
  FROM lines
  WHERE type IN ('http', 'https')
    AND request_verb = 'GET'
    AND elb_status_code >= 300
    AND elb_status_code <> 304
    AND path IN (SELECT path FROM lines WHERE type IN ('ws', 'wss'))
),
counted AS (
  SELECT
    CASE WHEN grouping(minute_micros) = 0 THEN 'minute' ELSE 'row' END AS what,
    path,
    status,
    target_status,
    error_reason,
    minute_micros,
    count(*) AS failures
  FROM failed
  GROUP BY GROUPING SETS ((path, status, target_status, error_reason), (minute_micros))
),
ranked AS (
  SELECT
    *,
    count(*) OVER (PARTITION BY what) AS keys,
    row_number() OVER (PARTITION BY what ORDER BY failures DESC, path, error_reason, status, target_status) AS place
  FROM counted
)
SELECT *
FROM ranked
WHERE place <= 1000 OR what = 'minute'
ORDER BY what, place
