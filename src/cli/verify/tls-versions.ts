// Finds the TLS versions that an address accepts, with one handshake per version that offers nothing else.
import type { SecureVersion } from 'node:tls';
import { TLS_VERSIONS, type Address, type TlsSupport, type TlsVersion } from '../../verify/observations.ts';
import { connectTo } from './connection.ts';
import type { Plan, World } from './plan.ts';

/** OpenSSL refuses TLS 1.0 and 1.1 at higher security levels. */
const ALL_CIPHERS = 'DEFAULT:@SECLEVEL=0';

/** Error codes that mean the other side refused. */
const REFUSED =
  /ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|HANDSHAKE_FAILURE|^END$|^ECONNRESET$/;

export async function tlsVersions(
  plan: Plan,
  to: Address,
  { turn, signal }: World,
): Promise<Readonly<Record<TlsVersion, TlsSupport>>> {
  const found: Record<TlsVersion, TlsSupport> = {
    '1.0': 'unknown',
    '1.1': 'unknown',
    '1.2': 'unknown',
    '1.3': 'unknown',
  };
  for (const version of TLS_VERSIONS) {
    if (signal.aborted) break;
    await turn();
    found[version] = await tryVersion(plan, to, version);
  }
  // A server that refuses everything has not refused a particular version.
  if (!Object.values(found).includes('accepted'))
    return { '1.0': 'unknown', '1.1': 'unknown', '1.2': 'unknown', '1.3': 'unknown' };
  return found;
}

async function tryVersion(plan: Plan, to: Address, version: TlsVersion): Promise<TlsSupport> {
  const name: SecureVersion = version === '1.0' ? 'TLSv1' : `TLSv${version}`;
  const connected = await connectTo(plan, to, { minVersion: name, maxVersion: name, ciphers: ALL_CIPHERS });
  if (connected.ok) {
    connected.socket.on('error', () => undefined).destroy();
    return 'accepted';
  }
  return connected.stage === 'tls' && REFUSED.test(connected.code) ? 'refused' : 'unknown';
}
