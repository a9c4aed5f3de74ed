// The fields of vended logs (CloudWatch Logs delivery: ALB_ACCESS_LOGS and the like) by their names there, in the order
// in which ELB writes them to S3. Source: the service specification's mandatory fields; notes/logs-vended.md.

/** How a field is written in a line: bare, or in quotes. */
type Form = 'bare' | 'quoted';

const bare = (...names: readonly string[]) => names.map((name): readonly [string, Form] => [name, 'bare']);
const quoted = (...names: readonly string[]) =>
  names.map((name): readonly [string, Form] => [name, 'quoted']);

export type VendedLog = 'access' | 'connection' | 'health-check';

export const FIELDS: Readonly<Record<VendedLog, readonly (readonly [name: string, form: Form])[]>> = {
  access: [
    ...bare('type', 'time', 'elb', 'client_port', 'target_port', 'request_processing_time'),
    ...bare('target_processing_time', 'response_processing_time', 'elb_status_code', 'target_status_code'),
    ...bare('received_bytes', 'sent_bytes'),
    ...quoted('request_line', 'user_agent'),
    ...bare('ssl_cipher', 'ssl_protocol', 'target_group_arn'),
    ...quoted('trace_id', 'domain_name', 'chosen_cert_arn'),
    ...bare('matched_rule_priority', 'request_creation_time'),
    ...quoted('actions_executed', 'redirect_url', 'error_reason', 'target_port_list'),
    ...quoted('target_status_code_list', 'classification', 'classification_reason'),
    ...bare('conn_trace_id'),
    ...quoted('transformed_host', 'transformed_uri', 'request_transform_status'),
    ...bare('ip_address'),
  ],
  connection: [
    ...bare('time', 'client_ip', 'client_port', 'listener_port', 'tls_protocol', 'tls_cipher'),
    ...bare('tls_handshake_latency'),
    ...quoted('leaf_client_cert_subject'),
    ...bare('leaf_client_cert_validity', 'leaf_client_cert_serial_number', 'tls_verify_status'),
    ...bare('conn_trace_id', 'tls_keyexchange', 'elb', 'ip_address'),
  ],
  'health-check': [
    ...bare('type', 'time', 'latency', 'target_addr', 'target_group_id', 'status', 'status_code'),
    ...bare('reason_code', 'elb', 'ip_address'),
  ],
};

const KNOWN = new Set(Object.values(FIELDS).flatMap((fields) => fields.map(([name]) => name)));

/** Normalises a name to the one in records: `client:port`, as in the user guide, is `client_port`. */
export const fieldName = (word: string): string => word.trim().toLowerCase().replaceAll(/[:-]/g, '_');

export const isField = (name: string): boolean => KNOWN.has(fieldName(name));

/** Which log has these fields, judging by fields that only one log has. */
export function logOf(has: (name: string) => boolean): VendedLog | undefined {
  if (has('request_line') || (has('elb_status_code') && has('time'))) return 'access';
  if (has('tls_protocol') || has('listener_port')) return 'connection';
  return has('target_addr') && has('reason_code') ? 'health-check' : undefined;
}
