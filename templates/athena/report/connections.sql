-- WebSocket connections, counted by everything that the report shows
-- One pass over the logs: totals, and rows by what closed, target, client, route, user agent, node, load balancer, and by
-- duration in cells of a logarithmic scale, in whole seconds, and for targets and user agents in octaves. The 1000 heaviest of each, and how many there are.
WITH lines AS (
  SELECT
    type,
    elb,
    client_ip,
    coalesce(target_ip || ':' || CAST(target_port AS varchar), '-') AS target,
    target_group_arn,
    coalesce(lpad(CAST(elb_status_code AS varchar), 3, '0'), '-') AS status,
    coalesce(regexp_extract(rtrim(request_url), '^[^/?]*://[^/?]*:([0-9]{1,5})([/?]|$)', 1), '-') AS port,
    '' /* route */ AS route,
    user_agent,
    ssl_protocol,
    ssl_cipher,
    coalesce(node_ip, '-') AS node,
    received_bytes,
    sent_bytes,
    time,
    CAST(to_unixtime(from_iso8601_timestamp(substr(time, 1, 19) || 'Z')) AS bigint) * 1000000
      + CAST(substr(time, 21, 6) AS bigint) AS closed_at,
    CAST(to_unixtime(try(from_iso8601_timestamp(substr(request_creation_time, 1, 19) || 'Z'))) AS bigint) * 1000000
      + try(CAST(substr(request_creation_time, 21, 6) AS bigint)) AS created_at
  FROM access_logs
  WHERE day BETWEEN '2026/07/01' /* first day */ AND '2026/07/02' /* last day */
    AND time >= '2026-07-01T00:00:00.000000Z' /* since */
    AND time < '9999-01-01T00:00:00.000000Z' /* until */
    AND type IN ('ws', 'wss')
),
sockets AS (
  SELECT
    *,
    CASE WHEN created_at <= closed_at THEN created_at END AS opened_at,
    CASE WHEN created_at <= closed_at THEN closed_at - created_at END AS micros,
    CASE
      WHEN
        target <> lag(target) OVER (PARTITION BY client_ip ORDER BY closed_at)
        AND target_group_arn = lag(target_group_arn) OVER (PARTITION BY client_ip ORDER BY closed_at)
        THEN 1
      ELSE 0
    END AS is_changed
  FROM lines
),
measured AS (
  SELECT
    *,
    -- 128 cells to an octave.
    CASE
      WHEN micros < 128 THEN micros
      ELSE
        CAST((floor(log2(micros)) - 6) * 128 + floor(micros / power(2, floor(log2(micros)) - 7)) - 128 AS bigint)
    END AS cell,
    CASE WHEN micros IS NOT NULL THEN least(micros - micros % 1000000, 4100000000) END AS second_micros,
    -- The first holds all below 0.13 s, the last all above 19 h.
    CASE WHEN micros < 65536 THEN 0 WHEN micros IS NOT NULL THEN CAST(least(20, floor(log2(micros)) - 16) AS bigint) END AS octave,
    CASE WHEN micros IS NOT NULL THEN least(100000, (micros - micros % 100000) / 100000) END AS tenths
  FROM sockets
),
counted AS (
  SELECT
    CASE
      WHEN grouping(status) = 0 THEN 'closed'
      WHEN grouping(octave) = 0 AND grouping(target) = 0 THEN 'targetOctave'
      WHEN grouping(octave) = 0 THEN 'agentOctave'
      WHEN grouping(target) = 0 THEN 'target'
      WHEN grouping(client_ip) = 0 THEN 'client'
      WHEN grouping(route) = 0 THEN 'route'
      WHEN grouping(user_agent) = 0 THEN 'userAgent'
      WHEN grouping(node) = 0 THEN 'node'
      WHEN grouping(elb) = 0 THEN 'loadBalancer'
      WHEN grouping(cell) = 0 THEN 'cell'
      WHEN grouping(second_micros) = 0 THEN 'second'
      ELSE 'total'
    END AS what,
    type,
    status,
    port,
    ssl_protocol,
    ssl_cipher,
    target,
    target_group_arn,
    coalesce(client_ip, route, user_agent, node, elb) AS word,
    cell,
    second_micros,
    octave,
    count(*) AS connections,
    sum(received_bytes) AS received,
    sum(sent_bytes) AS sent,
    count(micros) AS known,
    min(micros) AS least_micros,
    max(micros) AS most_micros,
    sum(micros) AS sum_micros,
    min(opened_at) AS first_opened,
    max(closed_at) AS last_closed,
    count(*) FILTER (WHERE micros < 5000000) AS short,
    sum(is_changed) AS changes,
    CAST(sum(tenths) AS bigint) AS tenths,
    CAST(sum(tenths * tenths) AS bigint) AS squares
  FROM measured
  GROUP BY GROUPING SETS (
    (type, status, port, ssl_protocol, ssl_cipher),
    (target, target_group_arn),
    (client_ip),
    (route),
    (user_agent),
    (target, target_group_arn, octave),
    (user_agent, octave),
    (node),
    (elb),
    (cell),
    (second_micros),
    ()
  )
),
ranked AS (
  SELECT
    *,
    count(*) OVER (PARTITION BY what) AS keys,
    row_number() OVER (PARTITION BY what ORDER BY connections DESC, word, target) AS place
  FROM counted
)
SELECT *
FROM ranked
WHERE place <= 1000 OR what IN ('cell', 'second', 'targetOctave', 'agentOctave')
ORDER BY what, place
