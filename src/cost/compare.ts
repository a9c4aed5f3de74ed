// Compares the cost of the same load on an Application Load Balancer, a Network Load Balancer and an API Gateway
// WebSocket API.
import { forNumber, separated } from '../common/numbers.ts';
import { NLCU_CARRIES } from '../alb/pricing.ts';
import { API_GATEWAY, nlbPrice, type NlbProtocol } from './alternatives.ts';
import { scaleRates, type Rates } from './lcu.ts';
import type { MonthlyCost, Setting } from './monthly.ts';
import { HOURS_PER_MONTH, type Prices } from './prices.ts';
import { meanFactor, type Profile } from './profile.ts';
import { serversFor } from './servers.ts';
import type { Workload } from './workload.ts';

export interface Offer {
  readonly name:
    | 'Application Load Balancer'
    | 'Network Load Balancer, TCP'
    | 'Network Load Balancer, TLS'
    | 'API Gateway WebSocket API';
  /** US dollars a month, without servers and data transfer; undefined if a price or the number of messages is unknown. */
  readonly amount: number | undefined;
  /** How it was calculated, or what is missing. */
  readonly formula: string;
  /** Advantages and limitations. */
  readonly remark: string;
}

export interface Comparison {
  readonly offers: readonly Offer[];
  /** US dollars a month for the tasks that this load keeps running; undefined if there is no service or no price. */
  readonly servers: number | undefined;
  /** The conclusions, the most important one first. */
  readonly conclusions: readonly string[];
}

interface Situation {
  readonly rates: Rates;
  readonly workload: Workload | undefined;
  readonly prices: Prices;
  readonly setting: Setting;
  readonly profile: Profile;
  readonly cost: MonthlyCost;
}

const MINUTES_PER_MONTH = HOURS_PER_MONTH * 60;
const MILLION = 1e6;

/**
 * Compares the load balancer with its alternatives. Data transfer out costs the same with all of them and is left out.
 */
export function compare(situation: Situation): Comparison {
  const { cost } = situation;
  const alb: Offer = {
    name: 'Application Load Balancer',
    amount: cost.loadBalancer,
    formula: `fixed ${cost.fixed.toFixed(2)} + variable ${cost.variable.toFixed(2)}`,
    remark: 'routes by path and host, terminates TLS, supports a web ACL, JWT and sign-in at the upgrade',
  };
  const offers = [
    alb,
    networkLoadBalancer('TLS', situation),
    networkLoadBalancer('TCP', situation),
    apiGateway(situation),
  ];
  return {
    offers,
    servers: serversFor(situation.cost),
    conclusions: conclusionsOn(offers, situation),
  };
}

const NLB_REMARKS: Readonly<Record<NlbProtocol, string>> = {
  TLS: 'terminates TLS; no routing by path or host, no web ACL; silent sockets are dropped after a fixed 350 s',
  TCP: 'the servers terminate TLS; no routing by path or host, no web ACL; idle timeout 60 s to 6,000 s',
};

function networkLoadBalancer(protocol: NlbProtocol, { rates, prices, profile }: Situation): Offer {
  const { hour, nlcu } = nlbPrice(prices.region);
  const carries = NLCU_CARRIES[protocol];
  const units = meanFactor(
    profile.map((factor) => {
      const scaled = scaleRates(rates, factor);
      return Math.max(
        scaled.newConnectionsPerSecond / carries.newConnections,
        scaled.activeConnections / carries.activeConnections,
        scaled.gigabytesPerHour / carries.processedBytes,
      );
    }),
  );
  const known = hour !== undefined && nlcu !== undefined;
  return {
    name: `Network Load Balancer, ${protocol}`,
    amount: known ? HOURS_PER_MONTH * (hour + units * nlcu) : undefined,
    formula: known
      ? `${HOURS_PER_MONTH} h × (${hour} + ${compact(units)} NLCUs × ${nlcu})`
      : `${missing({ hour, nlcu }, prices.region)} not known here`,
    remark: NLB_REMARKS[protocol],
  };
}

const missing = (
  { hour, nlcu }: { hour: number | undefined; nlcu: number | undefined },
  region: string,
): string => {
  if (hour === undefined && nlcu === undefined) return `its prices in ${region} are`;
  return `its price per ${hour === undefined ? 'hour' : 'NLCU'} in ${region} is`;
};

function apiGateway({ rates, workload, prices, profile }: Situation): Offer {
  const remark = 'no servers to hold sockets; each message calls an integration, which is not included';
  const name = 'API Gateway WebSocket API';
  const problem = refusal(workload);
  if (problem !== undefined) return { name, amount: undefined, formula: problem, remark };
  const minutes = rates.activeConnections * MINUTES_PER_MONTH * meanFactor(profile);
  const messages = messagesOf(workload) * meanFactor(profile);
  const amount = (minutes * API_GATEWAY.connectionMinutes) / MILLION + priceOfMessages(messages);
  const elsewhere =
    prices.region === API_GATEWAY.region
      ? ''
      : `; prices of ${API_GATEWAY.region}, those of ${prices.region} are not known here`;
  return {
    name,
    amount,
    formula: `${compact(minutes / MILLION)} M connection minutes × ${API_GATEWAY.connectionMinutes} + ${compact(messages / MILLION)} M messages × ${messages > API_GATEWAY.firstTier ? `${API_GATEWAY.firstMessages} and ${API_GATEWAY.furtherMessages}` : API_GATEWAY.firstMessages}${elsewhere}`,
    remark,
  };
}

/** Why the load cannot be priced, or not be served at all. */
function refusal(workload: Workload | undefined): string | undefined {
  if (workload === undefined) return 'charged by message: rates do not say how many there are';
  if (workload.messagesPerMinute === undefined)
    return 'charged by message: --messages-per-minute is not given';
  if (workload.messagesPerMinute > 0 && workload.bytesPerMessage === undefined)
    return `charged for every 32 KB of a message: --bytes-per-message is not given`;
  if ((workload.bytesPerMessage ?? 0) > API_GATEWAY.maxMessageBytes)
    return `takes messages of at most ${API_GATEWAY.maxMessageBytes / 1024} KB`;
  return undefined;
}

/** Charged messages per month at full load. Pings are control frames and do not count. */
function messagesOf(workload: Workload | undefined): number {
  const { connections = 0, messagesPerMinute = 0, bytesPerMessage = 0 } = workload ?? {};
  const increments = Math.max(1, Math.ceil(bytesPerMessage / API_GATEWAY.messageIncrementBytes));
  return connections * messagesPerMinute * MINUTES_PER_MONTH * increments;
}

const priceOfMessages = (messages: number): number =>
  (Math.min(messages, API_GATEWAY.firstTier) * API_GATEWAY.firstMessages +
    Math.max(0, messages - API_GATEWAY.firstTier) * API_GATEWAY.furtherMessages) /
  MILLION;

function conclusionsOn([alb, tls, , gateway]: readonly Offer[], situation: Situation): string[] {
  return [
    ...againstGateway(alb?.amount, gateway?.amount, situation),
    ...againstNlb(alb?.amount, tls?.amount),
    ...limitsOf(situation),
  ];
}

function againstGateway(alb = 0, gateway: number | undefined, situation: Situation): string[] {
  if (gateway === undefined || situation.rates.activeConnections === 0) return [];
  const { workload } = situation;
  const messages = workload?.messagesPerMinute ?? 0;
  const load = `${separated(situation.rates.activeConnections)} ${forNumber(situation.rates.activeConnections, 'socket')} with ${separated(messages)} ${forNumber(messages, 'message')} a minute`;
  const even = breakEven(situation);
  const turn =
    even === undefined
      ? ''
      : ` The two cost the same at about ${separated(Math.round(even))} sockets of this kind.`;
  return gateway > alb
    ? [`For ${load} API Gateway costs ${times(gateway / alb)} as much as an ALB.${turn}`]
    : [
        `For ${load} an ALB costs ${times(alb / gateway)} as much as API Gateway, whose integrations come on top.${turn}`,
      ];
}

const times = (ratio: number): string => `${separated(Number(ratio.toPrecision(2)))} times`;

/**
 * The number of sockets at which both cost the same: an ALB costs a fixed amount plus an amount per socket, API Gateway
 * only an amount per socket. The lower price for messages beyond a billion is ignored. Undefined if one of them is
 * always cheaper, and with reserved LCUs, which make the cost nonlinear.
 */
function breakEven({ rates, workload, profile, cost, setting }: Situation): number | undefined {
  if (setting.reservedLcus > 0) return undefined;
  const sockets = rates.activeConnections;
  const each =
    ((sockets * MINUTES_PER_MONTH * API_GATEWAY.connectionMinutes +
      messagesOf(workload) * API_GATEWAY.firstMessages) *
      meanFactor(profile)) /
    MILLION /
    sockets;
  const albEach = cost.variable / sockets;
  return each > albEach ? cost.fixed / (each - albEach) : undefined;
}

function againstNlb(alb = 0, tls: number | undefined): string[] {
  if (tls === undefined || alb <= tls) return [];
  return [
    `A Network Load Balancer that terminates TLS saves ${(alb - tls).toFixed(2)} a month, but cannot route by path or host, has no web ACL and a fixed idle timeout.`,
  ];
}

function limitsOf({ rates, workload }: Situation): string[] {
  const limits: string[] = [];
  if (rates.newConnectionsPerSecond > API_GATEWAY.maxNewConnectionsPerSecond)
    limits.push(
      `${separated(Math.round(rates.newConnectionsPerSecond))} new connections per second are more than API Gateway's default quota of ${API_GATEWAY.maxNewConnectionsPerSecond}.`,
    );
  if ((workload?.meanConnectionSeconds ?? 0) > API_GATEWAY.maxConnectionSeconds / 2)
    limits.push(
      `API Gateway closes every connection after ${API_GATEWAY.maxConnectionSeconds / 3600} hours, and after 10 minutes without a message.`,
    );
  return limits;
}

const compact = (value: number): string => separated(Number(value.toPrecision(4)));
