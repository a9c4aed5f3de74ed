-- Requests that are no WebSocket, and upgrades that may have failed
-- A failed upgrade is logged like any other request. What may be one (is_failed) is a GET over http or https with a status that
-- is neither 2xx nor 304, or with transport=websocket in its query; these are counted by target, client, user agent,
-- by how long a 504 took, and by minute too. The 1000 heaviest of each.
WITH lines AS (
  SELECT
    type,
    request_verb = 'GET' AS is_get,
    '' /* transport */ AS transport,
    '' /* route */ AS route,
    coalesce(lpad(CAST(elb_status_code AS varchar), 3, '0'), '-') AS status,
    coalesce(elb_status_code BETWEEN 200 AND 299 OR elb_status_code = 304, FALSE) AS is_well,
    coalesce(target_status_code, '-') AS target_status,
    CASE
      WHEN lambda_error_reason <> '-' THEN lambda_error_reason
      WHEN classification IN ('Severe', 'Ambiguous') THEN classification_reason
      WHEN regexp_extract(actions_executed, '[^,]*$') NOT IN ('forward', '') THEN regexp_extract(actions_executed, '[^,]*$')
      ELSE '-'
    END AS reason,
    coalesce(target_ip || ':' || CAST(target_port AS varchar), '-') AS target_address,
    client_ip AS client_address,
    user_agent AS agent_words,
    CAST(to_unixtime(from_iso8601_timestamp(substr(time, 1, 19) || 'Z')) AS bigint) * 1000000
      + CAST(substr(time, 21, 6) AS bigint) AS logged_at,
    CAST(to_unixtime(try(from_iso8601_timestamp(substr(request_creation_time, 1, 19) || 'Z'))) AS bigint) * 1000000
      + try(CAST(substr(request_creation_time, 21, 6) AS bigint)) AS created_at
  FROM access_logs
  WHERE day BETWEEN '2026/07/01' /* first day */ AND '2026/07/02' /* last day */
    AND time >= '2026-07-01T00:00:00.000000Z' /* since */
    AND time < '9999-01-01T00:00:00.000000Z' /* until */
    AND type IN ('http', 'https', 'h2', 'grpcs')
),
judged AS (
  SELECT
    *,
    type IN ('http', 'https') AND is_get AND transport <> 'polling' AND (NOT is_well OR transport = 'websocket') AS is_failed
  FROM lines
),
detailed AS (
  SELECT
    *,
    CASE WHEN is_failed AND target_address <> '-' THEN target_address END AS target,
    CASE WHEN is_failed THEN client_address END AS client,
    CASE WHEN is_failed THEN agent_words END AS agent,
    CASE WHEN is_failed THEN logged_at - logged_at % 60000000 END AS minute_micros,
    CASE
      WHEN is_failed AND status = '504' AND created_at <= logged_at
        THEN least(86400, (logged_at - created_at - (logged_at - created_at) % 1000000) / 1000000)
    END AS seconds
  FROM judged
),
counted AS (
  SELECT
    CASE
      WHEN grouping(target) = 0 THEN 'target'
      WHEN grouping(client) = 0 THEN 'client'
      WHEN grouping(agent) = 0 THEN 'agent'
      WHEN grouping(seconds) = 0 THEN 'seconds'
      WHEN grouping(minute_micros) = 0 THEN 'minute'
      ELSE 'row'
    END AS what,
    is_failed,
    route,
    type,
    is_get,
    transport,
    status,
    target_status,
    reason,
    coalesce(target, client, agent) AS word,
    CAST(seconds AS bigint) AS seconds,
    minute_micros,
    count(*) AS times,
    min(logged_at) AS first_at,
    max(logged_at) AS last_at
  FROM detailed
  GROUP BY GROUPING SETS (
    (is_failed, route, type, is_get, transport, status, target_status, reason),
    (is_failed, route, type, is_get, transport, status, target_status, reason, target),
    (is_failed, route, type, is_get, transport, status, target_status, reason, client),
    (is_failed, route, type, is_get, transport, status, target_status, reason, agent),
    (is_failed, route, type, is_get, transport, status, target_status, reason, seconds),
    (is_failed, route, type, is_get, transport, status, target_status, reason, minute_micros)
  )
),
wanted AS (
  SELECT *
  FROM counted
  WHERE what = 'row' OR word IS NOT NULL OR seconds IS NOT NULL OR minute_micros IS NOT NULL
),
ranked AS (
  SELECT
    *,
    count(*) OVER (PARTITION BY what, is_failed) AS keys,
    row_number() OVER (
      PARTITION BY what, is_failed
      ORDER BY times DESC, route, reason, status, target_status, type, is_get, transport, word, seconds, minute_micros
    ) AS place
  FROM wanted
)
SELECT *
FROM ranked
WHERE place <= 1000 OR what = 'minute'
ORDER BY what, is_failed, place
