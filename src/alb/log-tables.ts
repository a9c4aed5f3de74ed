// The logs as Athena tables. Hive's RegexSerDe matches a regular expression against the whole line, with one column per
// capturing group. If the numbers of groups and columns differ, the query fails or every column is NULL, so whatever
// follows the last known field is matched by a non-capturing group. (AWS's own statements capture it.)

/** The types that the columns need, by their names in Glue and Hive. */
export type ColumnType = 'string' | 'int' | 'bigint' | 'double';

export interface LogTable {
  /** The table's name in the Glue database. */
  readonly name: string;
  readonly description: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Without backslashes, so that it reads the same in JSON, YAML and a SQL string. */
  readonly regex: string;
}

/**
 * Names and types up to `conn_trace_id` are those of the Athena user guide,
 * https://docs.aws.amazon.com/athena/latest/ug/create-alb-access-logs-table-partition-projection.html; the fields are
 * those of https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html.
 *
 * Fields were added over the years, always at the end: lines of 27, 29, 30, 33, 34 and 36 fields match, and columns
 * that a line does not have are NULL. Fields beyond these are ignored, as AWS asks of parsers.
 */
export const ACCESS_LOG_TABLE = {
  name: 'access_logs',
  description: 'Requests, and WebSocket connections when they have closed',
  columns: {
    type: 'string',
    // For a WebSocket: when the connection was closed.
    time: 'string',
    elb: 'string',
    client_ip: 'string',
    client_port: 'int',
    target_ip: 'string',
    target_port: 'int',
    request_processing_time: 'double',
    target_processing_time: 'double',
    response_processing_time: 'double',
    elb_status_code: 'int',
    target_status_code: 'string',
    received_bytes: 'bigint',
    sent_bytes: 'bigint',
    request_verb: 'string',
    request_url: 'string',
    request_proto: 'string',
    user_agent: 'string',
    ssl_cipher: 'string',
    ssl_protocol: 'string',
    target_group_arn: 'string',
    trace_id: 'string',
    domain_name: 'string',
    chosen_cert_arn: 'string',
    matched_rule_priority: 'string',
    // For a WebSocket: when the upgrade request arrived.
    request_creation_time: 'string',
    actions_executed: 'string',
    redirect_url: 'string',
    // The field is error_reason, and covers more than Lambda.
    lambda_error_reason: 'string',
    target_port_list: 'string',
    target_status_code_list: 'string',
    classification: 'string',
    classification_reason: 'string',
    conn_trace_id: 'string',
    transformed_host: 'string',
    transformed_uri: 'string',
    request_transform_status: 'string',
    // The field is ip_address: the load balancer node's address.
    node_ip: 'string',
    target_error_code: 'string',
    elb_error_code: 'string',
  },
  regex: [
    // type, time, elb, client, target: IPv6 addresses have no brackets, so the port follows the last colon.
    '([^ ]*) ([^ ]*) ([^ ]*) (?:([^ ]*):([0-9]+)|-) (?:([^ ]*):([0-9]+)|-)',
    // processing times, status codes, bytes
    ' ([-.0-9]*) ([-.0-9]*) ([-.0-9]*) ([-0-9]*) ([-0-9]*) ([-0-9]*) ([-0-9]*)',
    // request line, which may be malformed, and user agent
    ' "([^ ]*) (.*) (- |[^ ]*)" "([^"]*)"',
    // cipher, protocol, target group; trace id, domain name, certificate; rule, creation time
    ' ([^ ]*) ([^ ]*) ([^ ]*) "([^"]*)" "([^"]*)" "([^"]*)" ([-.0-9]*) ([^ ]*)',
    // actions, redirect, error reason, lists of targets and status codes
    ' "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)"',
    // added later: classification; connection trace id; transforms; node; error codes
    '(?: "([^"]*)" "([^"]*)"(?: ([^ ]*)(?: "([^"]*)" "([^"]*)" "([^"]*)"(?: ([^ ]*)(?: ([^ ]*) ([^ ]*))?)?)?)?)?',
    '(?: .*)?',
  ].join(''),
} as const satisfies LogTable;

/**
 * Names and types up to `conn_trace_id` are those of the Athena user guide,
 * https://docs.aws.amazon.com/athena/latest/ug/create-alb-connection-logs-table-partition-projection.html; the fields are
 * those of https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html.
 * Lines of 12, 13 and 15 fields match.
 */
export const CONNECTION_LOG_TABLE = {
  name: 'connection_logs',
  description: 'Connections when they were opened, and those that were refused',
  columns: {
    time: 'string',
    client_ip: 'string',
    client_port: 'int',
    listener_port: 'int',
    tls_protocol: 'string',
    tls_cipher: 'string',
    tls_handshake_latency: 'double',
    leaf_client_cert_subject: 'string',
    leaf_client_cert_validity: 'string',
    leaf_client_cert_serial_number: 'string',
    tls_verify_status: 'string',
    conn_trace_id: 'string',
    tls_keyexchange: 'string',
    elb: 'string',
    node_ip: 'string',
  },
  regex: [
    '([^ ]*) ([^ ]*) ([0-9-]*) ([0-9-]*) ([^ ]*) ([^ ]*) ([-.0-9]*)',
    // client certificate, verification, connection trace id
    ' "([^"]*)" ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*)',
    // added later: key exchange; load balancer and node
    '(?: ([^ ]*)(?: ([^ ]*) ([^ ]*))?)?',
    '(?: .*)?',
  ].join(''),
} as const satisfies LogTable;
