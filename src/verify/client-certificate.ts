// Mutual TLS, as a client without a certificate sees it.
import type { Config } from '../config/schema/index.ts';
import type { HandshakeOutcome } from './observations.ts';

/** What the other side says in TLS 1.3 when a certificate of the client is missing. */
export const CERTIFICATE_REQUIRED = /CERTIFICATE_REQUIRED/;

/** Before TLS 1.3 there is no such alert, and a load balancer may close or reset the connection instead. */
const TURNED_AWAY = /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|^(?:ECONNRESET|EPIPE|END)$/;

/** Whether TLS ended because this client has no certificate. */
export const lacksClientCertificate = (outcome: HandshakeOutcome): boolean =>
  outcome.kind === 'failed' && CERTIFICATE_REQUIRED.test(outcome.code);

/** Whether a failure is what the config promises to clients without a certificate: then it is no fault. */
export const isTurnedAwayAsPromised = (outcome: HandshakeOutcome, config: Config | undefined): boolean =>
  config !== undefined &&
  config.listener.https !== false &&
  config.listener.https.mutualTls?.mode === 'verify' &&
  outcome.kind === 'failed' &&
  TURNED_AWAY.test(outcome.code);
