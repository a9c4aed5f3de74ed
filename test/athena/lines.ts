// Log lines as the load balancer writes them.

/** One field after the other; fields that a test does not set have an ordinary value. */
export interface Access {
  type?: string;
  /** For a WebSocket: when it closed. */
  time?: string;
  client?: string;
  target?: string;
  status?: string;
  targetStatus?: string;
  received?: number;
  sent?: number;
  request?: string;
  created?: string;
  reason?: string;
  agent?: string;
  cipher?: string;
  protocol?: string;
  /** The fields after the 27th, verbatim. */
  rest?: string;
}

/** What follows the 27th field, by the number of fields in the line. */
export const REST = {
  27: '',
  29: ' "-" "-"',
  30: ' "-" "-" TID_1',
  33: ' "Acceptable" "SpaceInUri" TID_1 "host.example" "/uri" "TransformSuccess"',
  34: ' "-" "-" TID_1 "-" "-" "-" 10.0.1.9',
  // A field that has not been released yet is a trailing "-", not a value.
  35: ' "-" "-" TID_1 "-" "-" "-" 10.0.1.9 -',
  36: ' "-" "-" TID_1 "-" "-" "-" 10.0.1.9 0x8 0x2',
  37: ' "-" "-" TID_1 "-" "-" "-" 10.0.1.9 0x8 0x2 -',
} as const;

export const accessLine = ({
  type = 'wss',
  time = '2026-07-02T10:00:00.000000Z',
  client = '198.51.100.1:40000',
  target = '10.0.0.1:8080',
  status = '101',
  targetStatus = status,
  received = 0,
  sent = 0,
  request = 'GET https://chat.example.com:443/ws?room=1 HTTP/1.1',
  created = '-',
  reason = '-',
  agent = 'Mozilla/5.0 (X11; Linux)',
  cipher = 'ECDHE-RSA-AES128-GCM-SHA256',
  protocol = 'TLSv1.2',
  rest = REST[36],
}: Access = {}): string =>
  [
    `${type} ${time} app/chat/0123456789abcdef ${client} ${target} 0.000 0.001 0.000 ${status} ${targetStatus}`,
    ` ${received} ${sent} "${request}" "${agent}" ${cipher} ${protocol}`,
    ' arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/chat/0123456789abcdef',
    ' "Root=1-5c534c13-68eb3a5cdd24d8a4f1ee9d1a" "chat.example.com" "session-reused"',
    ` 0 ${created} "forward" "-" "${reason}" "${target}" "${targetStatus}"${rest}`,
  ].join('');

export const connectionLine = ({
  time = '2026-07-02T10:00:00.000000Z',
  client = '198.51.100.1',
  port = '443',
  protocol = 'TLSv1.3',
  cipher = 'TLS_AES_128_GCM_SHA256',
  latency = '0.012',
  status = 'Success',
  rest = ' x25519 app/chat/0123456789abcdef 10.0.1.9',
} = {}): string =>
  `${time} ${client} 40000 ${port} ${protocol} ${cipher} ${latency} "-" - - ${status} TID_1${rest}`;
