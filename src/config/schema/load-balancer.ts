import { LOAD_BALANCER_ATTRIBUTES as A } from '../../alb/load-balancer-settings.ts';
import { optional, section, value } from '../fields.ts';

export const loadBalancer = section('The attributes of the load balancer.', {
  idleTimeout: value(
    A['idle_timeout.timeout_seconds'].values,
    4000,
    'Seconds without a byte in either direction after which a connection, even a WebSocket, is closed. The HTTP keep-alive timeout of your server must be longer.',
  ),
  clientKeepAlive: value(
    A['client_keep_alive.seconds'].values,
    3600,
    'Seconds for which a client may reuse one HTTP connection.',
  ),
  http2: value(
    A['routing.http2.enabled'].values,
    true,
    'HTTP/2 for ordinary requests. Browsers open a separate HTTP/1.1 connection for a WebSocket.',
  ),
  deletionProtection: value(
    A['deletion_protection.enabled'].values,
    true,
    'Refuse to delete the load balancer. The stack cannot be deleted until this is switched off.',
  ),
  dropInvalidHeaders: value(
    A['routing.http.drop_invalid_header_fields.enabled'].values,
    true,
    'Remove headers whose names contain anything but letters, digits and hyphens.',
  ),
  desyncMitigation: value(
    A['routing.http.desync_mitigation_mode'].values,
    'defensive',
    'How to treat requests that a server might read differently from the load balancer. `strictest` also blocks requests that are merely unusual.',
  ),
  preserveHostHeader: value(
    A['routing.http.preserve_host_header.enabled'].values,
    false,
    'Pass the Host header on unchanged.',
  ),
  xffClientPort: value(
    A['routing.http.xff_client_port.enabled'].values,
    false,
    'Add the port of the client to X-Forwarded-For.',
  ),
  xffMode: value(
    A['routing.http.xff_header_processing.mode'].values,
    'append',
    'Whether the client address is appended to X-Forwarded-For, or the header is preserved or removed.',
  ),
  tlsHeaders: value(
    A['routing.http.x_amzn_tls_version_and_cipher_suite.enabled'].values,
    false,
    'Send the client’s TLS version and cipher to the target in two headers.',
  ),
  wafFailOpen: value(
    A['waf.fail_open.enabled'].values,
    false,
    'Pass requests on when AWS WAF cannot be reached.',
  ),
  zonalShift: value(
    A['zonal_shift.config.enabled'].values,
    false,
    'Allow a zonal shift, which moves new connections away from one Availability Zone.',
  ),
  reservedCapacityUnits: optional(
    { kind: 'integer', min: 100, max: Infinity, unit: 'LCUs' },
    'Capacity to keep reserved, in LCUs. The quota in each Region is 0 until AWS raises it.',
  ),
});
