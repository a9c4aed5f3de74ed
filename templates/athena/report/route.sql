-- Scheme, host, port and path without ids, as src/logs/kernel/route.ts has it. Slashes are doubled meanwhile, so that each
-- segment of the path has two of its own.
coalesce(regexp_extract(substr(regexp_extract(rtrim(request_url), '^[^?]*'), 1, 320), '^([^/?]*://[^/?]*)', 1), '')
|| CASE
  WHEN
    regexp_like(
      coalesce(
        regexp_extract(substr(regexp_extract(rtrim(request_url), '^[^?]*'), 1, 320), '^([^/?]*://)?[^/?]*([^?]*)', 2),
        ''
      ),
      '[0-9]'
    )
    THEN
      regexp_replace(
        replace(
          regexp_replace(
            '/' || replace(
              regexp_extract(substr(regexp_extract(rtrim(request_url), '^[^?]*'), 1, 320), '^([^/?]*://)?[^/?]*([^?]*)', 2),
              '/',
              '//'
            ) || '/',
            '/([0-9]+|[^/]*[0-9][^/]*[0-9][^/]*[0-9][^/]*[0-9][^/]*|[0-9a-fA-F-]{8,}|[^/]{20,}|[^/]*[-_:][0-9]+)/',
            '/:id/'
          ),
          '//',
          '/'
        ),
        '^/|/$',
        ''
      )
  ELSE
    coalesce(
      regexp_extract(substr(regexp_extract(rtrim(request_url), '^[^?]*'), 1, 320), '^([^/?]*://)?[^/?]*([^?]*)', 2),
      ''
    )
END
