-- What the first transport= in the query says, as src/logs/kernel/request.ts has it; empty without one.
CASE lower(coalesce(regexp_extract(rtrim(request_url), '^[^?]*[?](?:.*?&)?transport=([^&])', 1), ''))
  WHEN '' THEN ''
  WHEN 'w' THEN 'websocket'
  ELSE 'polling'
END
