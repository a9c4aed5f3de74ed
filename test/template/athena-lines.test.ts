// The tables of Athena, read line by line as Hive does.
import { describe, expect, it } from 'vitest';
import { ACCESS_LOG_TABLE, CONNECTION_LOG_TABLE, type LogTable } from '../../src/alb/log-tables.ts';
import { parseLine } from '../athena/hive.ts';
import { accessLine, connectionLine, REST } from '../athena/lines.ts';
const access = (line: string) => parseLine(ACCESS_LOG_TABLE, line);
const connection = (line: string) => parseLine(CONNECTION_LOG_TABLE, line);

describe('tables', () => {
  it.each<[LogTable, number]>([
    [ACCESS_LOG_TABLE, 40],
    [CONNECTION_LOG_TABLE, 15],
  ])('$name has as many columns as its expression has capturing groups', ({ columns, regex }, count) => {
    // An empty alternative matches everything, and reveals the number of groups.
    const groups = (new RegExp(`${regex}|`).exec('')?.length ?? 0) - 1;
    expect([Object.keys(columns).length, groups]).toEqual([count, count]);
    expect(regex).not.toContain('\\');
  });
});

describe('lines of the access log', () => {
  const fields = {
    type: 'wss',
    time: '2026-07-02T10:00:00.000000Z',
    elb: 'app/chat/0123456789abcdef',
    client_ip: '198.51.100.1',
    client_port: 40000,
    target_ip: '10.0.0.1',
    target_port: 8080,
    request_processing_time: 0,
    target_processing_time: 0.001,
    response_processing_time: 0,
    elb_status_code: 101,
    target_status_code: '101',
    received_bytes: 218,
    sent_bytes: 786,
    request_verb: 'GET',
    request_url: 'https://chat.example.com:443/ws?room=1',
    request_proto: 'HTTP/1.1',
    user_agent: 'Mozilla/5.0 (X11; Linux)',
    ssl_cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
    ssl_protocol: 'TLSv1.2',
    target_group_arn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/chat/0123456789abcdef',
    trace_id: 'Root=1-5c534c13-68eb3a5cdd24d8a4f1ee9d1a',
    domain_name: 'chat.example.com',
    chosen_cert_arn: 'session-reused',
    matched_rule_priority: '0',
    request_creation_time: '2026-07-02T09:00:00.000000Z',
    actions_executed: 'forward',
    redirect_url: '-',
    lambda_error_reason: '-',
    target_port_list: '10.0.0.1:8080',
    target_status_code_list: '101',
  };
  const later = (...values: (string | null)[]) =>
    Object.fromEntries(
      Object.keys(ACCESS_LOG_TABLE.columns)
        .slice(31)
        .map((name, index) => [name, values[index] ?? null]),
    );
  it.each<[keyof typeof REST, (string | null)[]]>([
    [27, []],
    [29, ['-', '-']],
    [30, ['-', '-', 'TID_1']],
    [33, ['Acceptable', 'SpaceInUri', 'TID_1', 'host.example', '/uri', 'TransformSuccess']],
    [34, ['-', '-', 'TID_1', '-', '-', '-', '10.0.1.9']],
    [35, ['-', '-', 'TID_1', '-', '-', '-', '10.0.1.9']],
    [36, ['-', '-', 'TID_1', '-', '-', '-', '10.0.1.9', '0x8', '0x2']],
    [37, ['-', '-', 'TID_1', '-', '-', '-', '10.0.1.9', '0x8', '0x2']],
  ])('of %i fields', (count, rest) => {
    const line = accessLine({
      received: 218,
      sent: 786,
      created: fields.request_creation_time,
      rest: REST[count],
    });
    expect(line.match(/"[^"]*"|[^ ]+/g)).toHaveLength(count);
    expect(access(line)).toEqual({ ...fields, ...later(...rest) });
  });

  it('an IPv6 address has no brackets', () => {
    expect(
      access(accessLine({ client: '2001:db8::6bbc:50599', target: '2001:db8:0:1::a:8080' })),
    ).toMatchObject({
      client_ip: '2001:db8::6bbc',
      client_port: 50599,
      target_ip: '2001:db8:0:1::a',
      target_port: 8080,
    });
  });

  it('a request that did not reach a target', () => {
    expect(
      access(
        accessLine({
          type: 'https',
          target: '-',
          status: '503',
          targetStatus: '-',
          reason: 'WAFServiceError',
        }),
      ),
    ).toMatchObject({
      target_ip: null,
      target_port: null,
      elb_status_code: 503,
      target_status_code: '-',
      lambda_error_reason: 'WAFServiceError',
      elb_error_code: '0x2',
    });
  });

  it.each([
    ['- http://chat.example.com:80- -', '-', 'http://chat.example.com:80-', '-'],
    // As with the expression in AWS's own statement.
    ['- http://chat.example.com:80- - ', '-', 'http://chat.example.com:80- -', ''],
    ['GET http://chat.example.com:80/a b HTTP/1.1', 'GET', 'http://chat.example.com:80/a b', 'HTTP/1.1'],
  ])('the request line "%s"', (request, request_verb, request_url, request_proto) => {
    expect(access(accessLine({ type: 'http', status: '400', request }))).toMatchObject({
      request_verb,
      request_url,
      request_proto,
      user_agent: 'Mozilla/5.0 (X11; Linux)',
    });
  });

  it('any other line is all NULL', () => {
    expect(Object.values(access('Enable AccessLog for ELB')).every((cell) => cell === null)).toBe(true);
  });
});

describe('lines of the connection log', () => {
  const fields = {
    time: '2026-07-02T10:00:00.000000Z',
    client_ip: '198.51.100.1',
    client_port: 40000,
    listener_port: 443,
    tls_protocol: 'TLSv1.3',
    tls_cipher: 'TLS_AES_128_GCM_SHA256',
    tls_handshake_latency: 0.012,
    leaf_client_cert_subject: '-',
    leaf_client_cert_validity: '-',
    leaf_client_cert_serial_number: '-',
    tls_verify_status: 'Success',
    conn_trace_id: 'TID_1',
  };
  it.each([
    ['', null, null, null],
    [' x25519', 'x25519', null, null],
    [' x25519 app/chat/1 10.0.1.9', 'x25519', 'app/chat/1', '10.0.1.9'],
    [' x25519 app/chat/1 10.0.1.9 -', 'x25519', 'app/chat/1', '10.0.1.9'],
  ])('ending in "%s"', (rest, tls_keyexchange, elb, node_ip) => {
    expect(connection(connectionLine({ rest }))).toEqual({ ...fields, tls_keyexchange, elb, node_ip });
  });

  it('with a client certificate, and without TLS', () => {
    expect(
      connection(
        '2026-07-02T10:00:00.000000Z 2001:db8::1 40000 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=a, O=b c" NotBefore=2025-01-01T00:00:00Z;NotAfter=2027-01-01T00:00:00Z FEF257372D5C14D4 Success TID_2',
      ),
    ).toMatchObject({
      client_ip: '2001:db8::1',
      leaf_client_cert_subject: 'CN=a, O=b c',
      leaf_client_cert_validity: 'NotBefore=2025-01-01T00:00:00Z;NotAfter=2027-01-01T00:00:00Z',
      leaf_client_cert_serial_number: 'FEF257372D5C14D4',
      conn_trace_id: 'TID_2',
    });
    const plain = { port: '80', protocol: '-', cipher: '-', latency: '-', status: '-' };
    expect(connection(connectionLine(plain))).toMatchObject({
      listener_port: 80,
      tls_handshake_latency: null,
      tls_verify_status: '-',
    });
  });
});
