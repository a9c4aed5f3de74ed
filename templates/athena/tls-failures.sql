-- Failed TLS handshakes
-- Which connections to a listener with TLS were refused, and why? By the reason, which covers the client certificate
-- too, the protocol and the cipher; "-" where it was not agreed on.
SELECT
  tls_verify_status,
  tls_protocol,
  tls_cipher,
  count(*) AS failures,
  count(DISTINCT client_ip) AS clients,
  min(time) AS first_at,
  max(time) AS last_at
FROM connection_logs
WHERE day BETWEEN date_format(current_date - interval '1' day, '%Y/%m/%d') AND date_format(current_date, '%Y/%m/%d')
  AND tls_verify_status LIKE 'Failed:%'
GROUP BY tls_verify_status, tls_protocol, tls_cipher
ORDER BY failures DESC, tls_verify_status, tls_protocol, tls_cipher
