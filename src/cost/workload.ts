// Derives the billed rates from what people know about their sockets. Every step can be shown.
import { forNumber, separated } from '../common/numbers.ts';
import { FREE_RULES } from '../alb/pricing.ts';
import type { Rates } from './lcu.ts';

/** Absent values are not counted, and the report says so. */
export interface Workload {
  /** Number of sockets open at the same time. */
  readonly connections: number;
  /** Seconds that a socket stays open on average; more than 0. */
  readonly meanConnectionSeconds?: number | undefined;
  /** Messages on one socket per minute, both directions together. */
  readonly messagesPerMinute?: number | undefined;
  /** Bytes of a message, before framing. */
  readonly bytesPerMessage?: number | undefined;
  /** Seconds between pings; each is answered by a pong. No heartbeat if absent. */
  readonly heartbeatSeconds?: number | undefined;
  /** The share of messages that clients send, 0–1. */
  readonly fromClients: number;
  /** wss:// rather than ws://. */
  readonly tls: boolean;
  /** Number of listener rules that a handshake is evaluated against, without the default rule. */
  readonly rules: number;
  /** Requests besides the handshakes, and the maximum number of rules that each is evaluated against. */
  readonly requests?: { readonly perSecond: number; readonly rules: number } | undefined;
}

/** One step from the workload to a rate. */
export interface Step {
  readonly name: string;
  readonly formula: string;
  readonly value: number;
  readonly unit: string;
  readonly source?: string;
}

export interface Derivation {
  readonly rates: Rates;
  /** The part of `gigabytesPerHour` that goes to clients. */
  readonly gigabytesOutPerHour: number;
  readonly steps: readonly Step[];
}

/** RFC 6455 section 5.2: 2 bytes, 4 from 126 bytes of payload, 10 from 65,536. */
export const frameHeaderBytes = (payload: number): number => (payload < 126 ? 2 : payload < 65_536 ? 4 : 10);
/** RFC 6455 section 5.3: clients mask what they send with a 4-byte key. */
const MASK_BYTES = 4;
/** RFC 8446 section 5.2 with an AEAD tag of 16 bytes: header 5, content type 1, tag 16. TLS 1.2 with AES-GCM has 29. */
const TLS_RECORD_BYTES = 22;
/** RFC 8446 section 5.1: a record carries at most 2^14 bytes. */
const TLS_RECORD_PAYLOAD = 16_384;
/** Two close frames with a status code; the client's is masked. */
const CLOSE_PAYLOAD = 2;
/**
 * An assumption: sizes of the headers of the upgrade request and of the 101, with one cookie. No source documents them.
 */
export const UPGRADE_REQUEST_BYTES = 700;
export const UPGRADE_RESPONSE_BYTES = 300;

/** Bytes of one message on the wire: payload, frame header, mask, TLS records. */
export function messageBytes(payload: number, { masked, tls }: { masked: boolean; tls: boolean }): number {
  const frame = payload + frameHeaderBytes(payload) + (masked ? MASK_BYTES : 0);
  return frame + tlsBytes(frame, tls);
}

const tlsBytes = (bytes: number, tls: boolean): number =>
  tls ? Math.ceil(bytes / TLS_RECORD_PAYLOAD) * TLS_RECORD_BYTES : 0;

const GIGABYTE = 1e9;
const HOUR = 3600;

/** Derives the billed rates; {@link Derivation.steps} shows how. */
export function deriveRates(workload: Workload): Derivation {
  const { connections, meanConnectionSeconds, messagesPerMinute = 0, bytesPerMessage = 0 } = workload;
  const { heartbeatSeconds, fromClients, tls, rules } = workload;
  const sockets = forNumber(connections, 'socket');
  const steps: Step[] = [];
  const step = (name: string, formula: string, value: number, unit: string, source?: string): number => {
    steps.push({ name, formula, value, unit, ...(source && { source }) });
    return value;
  };

  const newConnections =
    meanConnectionSeconds === undefined
      ? 0
      : step(
          'new connections',
          `${separated(connections)} ${sockets} / ${separated(meanConnectionSeconds)} s that ${forNumber(connections, 'it', 'each')} stays open`,
          connections / meanConnectionSeconds,
          'per second',
          "Little's law: open = arriving per second × seconds open",
        );

  const up = messageBytes(bytesPerMessage, { masked: true, tls });
  const down = messageBytes(bytesPerMessage, { masked: false, tls });
  let bytesUp = 0;
  let bytesDown = 0;
  if (messagesPerMinute > 0) {
    const header = frameHeaderBytes(bytesPerMessage);
    const record = tls ? ` + ${down - bytesPerMessage - header} TLS` : '';
    step(
      'a message to a client',
      `${separated(bytesPerMessage)} payload + ${header} frame header${record}`,
      down,
      'bytes',
      'RFC 6455 5.2, RFC 8446 5.2',
    );
    step(
      'a message from a client',
      `${separated(bytesPerMessage)} payload + ${header} frame header + ${MASK_BYTES} mask${record}`,
      up,
      'bytes',
      'RFC 6455 5.3',
    );
    const messages = step(
      'messages',
      `${separated(connections)} ${sockets} × ${separated(messagesPerMinute)} a minute × 60`,
      connections * messagesPerMinute * 60,
      'per hour',
    );
    bytesUp += messages * fromClients * up;
    bytesDown += messages * (1 - fromClients) * down;
    step(
      'bytes of messages',
      `${separated(messages)} × (${fromClients} × ${separated(up)} + ${compact(1 - fromClients)} × ${separated(down)})`,
      bytesUp + bytesDown,
      'bytes per hour',
    );
  }
  if (heartbeatSeconds !== undefined) {
    const ping = messageBytes(0, { masked: false, tls });
    const pong = messageBytes(0, { masked: true, tls });
    const beats = (connections * HOUR) / heartbeatSeconds;
    // Whichever side pings, one of the two frames is from the client and masked.
    bytesDown += beats * ping;
    bytesUp += beats * pong;
    step(
      'bytes of heartbeats',
      `${separated(connections)} ${sockets} × ${separated(HOUR)} / ${separated(heartbeatSeconds)} s × (${ping} ping + ${pong} pong)`,
      beats * (ping + pong),
      'bytes per hour',
      'RFC 6455 5.5: empty control frames',
    );
  }
  if (newConnections > 0) {
    const request =
      UPGRADE_REQUEST_BYTES +
      tlsBytes(UPGRADE_REQUEST_BYTES, tls) +
      messageBytes(CLOSE_PAYLOAD, { masked: true, tls });
    const response =
      UPGRADE_RESPONSE_BYTES +
      tlsBytes(UPGRADE_RESPONSE_BYTES, tls) +
      messageBytes(CLOSE_PAYLOAD, { masked: false, tls });
    bytesUp += newConnections * HOUR * request;
    bytesDown += newConnections * HOUR * response;
    step(
      'bytes of upgrades and closes',
      `${compact(newConnections)} per second × ${separated(HOUR)} × (${separated(request)} in + ${separated(response)} out)`,
      newConnections * HOUR * (request + response),
      'bytes per hour',
      `assumed: ${UPGRADE_REQUEST_BYTES} bytes of request and ${UPGRADE_RESPONSE_BYTES} of response headers`,
    );
  }
  const gigabytesPerHour = step(
    'processed bytes',
    `${compact(bytesUp)} from clients + ${compact(bytesDown)} to clients, / 10^9`,
    (bytesUp + bytesDown) / GIGABYTE,
    'GB per hour',
  );

  const countedRules = Math.max(0, rules - FREE_RULES);
  const ruleEvaluationsPerSecond = step(
    'rule evaluations',
    `${compact(newConnections)} upgrades per second × ${countedRules} ${forNumber(countedRules, 'rule')} (${rules} less ${FREE_RULES} free)`,
    newConnections * countedRules,
    'per second',
    'messages are not evaluated against rules: only the upgrade is a request',
  );

  return {
    rates: {
      newConnectionsPerSecond: newConnections,
      activeConnections: connections,
      gigabytesPerHour,
      ruleEvaluationsPerSecond: ruleEvaluationsPerSecond + evaluationsOfRequests(workload, step),
    },
    gigabytesOutPerHour: bytesDown / GIGABYTE,
    steps,
  };
}

/** An upper bound for the other requests: ELB stops at the first rule that matches. */
function evaluationsOfRequests({ requests }: Workload, step: AddStep): number {
  if (requests === undefined) return 0;
  const { perSecond, rules } = requests;
  const counted = Math.max(0, rules - FREE_RULES);
  return step(
    'rule evaluations of other requests',
    `${separated(perSecond)} requests per second × ${counted} ${forNumber(counted, 'rule')} (${rules} less ${FREE_RULES} free)`,
    perSecond * counted,
    'per second',
    'at most: ELB stops at the first rule that matches',
  );
}

type AddStep = (name: string, formula: string, value: number, unit: string, source?: string) => number;

const compact = (value: number): string => separated(Number(value.toPrecision(6)));
