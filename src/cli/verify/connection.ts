// Opens TCP and TLS to one address, with timings and the certificate's details.
import { connect, isIP, type Socket } from 'node:net';
import {
  checkServerIdentity,
  connect as connectTls,
  rootCertificates,
  type ConnectionOptions,
  type PeerCertificate,
  type SecureVersion,
  type TLSSocket,
} from 'node:tls';
import type { Address, Certificate, Stage } from '../../verify/observations.ts';
import type { Plan } from './plan.ts';

export type Connected =
  | {
      readonly ok: true;
      readonly socket: Socket;
      readonly connectMs: number;
      readonly tlsMs?: number;
      readonly certificate?: Certificate;
    }
  | {
      readonly ok: false;
      readonly stage: Stage;
      readonly code: string;
      readonly message: string;
      readonly connectMs?: number;
    };

export interface TlsDetails {
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  readonly ciphers?: string;
}

/**
 * Connects, with TLS if the URL says so. Records whether the certificate is valid, but does not enforce it. Never
 * rejects.
 */
export async function connectTo(
  plan: Plan,
  { address }: Address,
  details: TlsDetails = {},
): Promise<Connected> {
  const { endpoint, timeoutMs } = plan;
  const start = performance.now();
  const raw = connect({ host: address, port: endpoint.port, noDelay: true });
  const failedTcp = await settled(raw, 'connect', timeoutMs);
  const connectMs = performance.now() - start;
  if (failedTcp) return { ok: false, stage: 'connect', ...failedTcp };
  if (!endpoint.isSecure) return { ok: true, socket: raw, connectMs };
  const begun = performance.now();
  let socket: TLSSocket;
  try {
    socket = connectTls({ ...tlsOptions(plan), ...details, socket: raw });
  } catch (error) {
    // OpenSSL itself refuses, for example a TLS version that it was built without.
    raw.destroy();
    return { ok: false, stage: 'tls', connectMs, ...codeOf(error) };
  }
  const failedTls = await settled(socket, 'secureConnect', timeoutMs - connectMs);
  if (failedTls) {
    raw.destroy();
    return { ok: false, stage: 'tls', connectMs, ...failedTls };
  }
  return {
    ok: true,
    socket,
    connectMs,
    tlsMs: performance.now() - begun,
    certificate: certificateOf(socket, endpoint.host),
  };
}

function tlsOptions({ endpoint, ca }: Plan): ConnectionOptions {
  return {
    ...(isIP(endpoint.host) === 0 && { servername: endpoint.host }),
    ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
    // After agreeing on h2, a client could not upgrade.
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  };
}

interface Failure {
  readonly code: string;
  readonly message: string;
}

/**
 * Waits until a connection is established, and returns undefined; on failure destroys the socket and returns the
 * reason.
 */
function settled(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  ms: number,
): Promise<Failure | undefined> {
  return new Promise((resolve) => {
    const finish = (failure?: Failure): void => {
      clearTimeout(timer);
      socket.off('error', failed).off('close', closed).off(event, made);
      if (failure) socket.on('error', () => undefined).destroy();
      resolve(failure);
    };
    const failed = (error: unknown): void => finish(codeOf(error));
    const closed = (): void => finish({ code: 'END', message: 'the connection was closed' });
    const made = (): void => finish();
    const timer = setTimeout(
      () => finish({ code: 'TIMEOUT', message: 'no answer in time' }),
      Math.max(1, ms),
    );
    socket.once('error', failed).once('close', closed).once(event, made);
  });
}

/** Node's error code and message. */
export function codeOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  // Never an AggregateError: only one address is tried here.
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'ERROR';
  return { code, message };
}

function certificateOf(socket: TLSSocket, host: string): Certificate {
  const peer = socket.getPeerCertificate(true);
  const subject = named(peer.subject);
  const issuer = named(peer.issuer);
  // Typed as an Error, but it is OpenSSL's code.
  const distrust = socket.authorized ? undefined : String(socket.authorizationError);
  return {
    subject,
    issuer,
    names: (peer.subjectaltname ?? '')
      .split(', ')
      .flatMap((each) => /^(?:DNS|IP Address):(.*)$/.exec(each)?.[1] ?? []),
    fingerprint: peer.fingerprint256,
    validFrom: new Date(peer.valid_from),
    validTo: new Date(peer.valid_to),
    sent: chainLength(peer),
    isSelfSigned: subject === issuer,
    matchesName: checkServerIdentity(host, peer) === undefined,
    ...(distrust !== undefined && { distrust }),
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
  };
}

const named = (name: PeerCertificate['subject'] | undefined): string =>
  Object.entries(name ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');

function chainLength(
  peer: ReturnType<TLSSocket['getPeerCertificate']> & { readonly issuerCertificate?: unknown },
): number {
  const seen = new Set<unknown>();
  for (let each: unknown = peer; typeof each === 'object' && each !== null && !seen.has(each);) {
    seen.add(each);
    each = (each as { readonly issuerCertificate?: unknown }).issuerCertificate;
  }
  return seen.size;
}
