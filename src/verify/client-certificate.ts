// Mutual TLS as seen by a client without a certificate.
import type { Config } from '../config/schema/index.ts';
import type { HandshakeOutcome } from './observations.ts';

/** The TLS 1.3 alert for a missing client certificate. */
export const CERTIFICATE_REQUIRED = /CERTIFICATE_REQUIRED/;

/** Before TLS 1.3 there is no such alert, and a load balancer may close or reset the connection instead. */
const TURNED_AWAY = /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|^(?:ECONNRESET|EPIPE|END)$/;

/** Whether TLS ended because this client has no certificate. */
export const lacksClientCertificate = (outcome: HandshakeOutcome): boolean =>
  outcome.kind === 'failed' && CERTIFICATE_REQUIRED.test(outcome.code);

/** Whether a failure is what the config promises to clients without a certificate, and therefore not a fault. */
export const isTurnedAwayAsPromised = (outcome: HandshakeOutcome, config: Config | undefined): boolean =>
  config !== undefined &&
  config.listener.https !== false &&
  config.listener.https.mutualTls?.mode === 'verify' &&
  outcome.kind === 'failed' &&
  TURNED_AWAY.test(outcome.code);
