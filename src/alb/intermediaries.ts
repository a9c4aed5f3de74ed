// The layers that a socket passes through, how long each tolerates silence, and the error pages that identify them.
import { userGuide } from './sources.ts';

/** A layer that closes a connection after some silence. */
export interface SilenceLimit {
  readonly seconds: number;
  readonly layers: readonly string[];
  readonly source: string;
}

/** Fixed limits and defaults; configured limits can be anything. */
export const SILENCE_LIMITS: readonly SilenceLimit[] = [
  {
    seconds: 60,
    layers: [
      'the default idle timeout of an Application Load Balancer',
      'proxy_read_timeout of nginx, which is 60 s unless set',
    ],
    source: userGuide('edit-load-balancer-attributes'),
  },
  {
    seconds: 340,
    layers: ['Global Accelerator, whose limit is fixed'],
    source: 'https://docs.aws.amazon.com/global-accelerator/latest/dg/introduction-how-it-works.html',
  },
  {
    seconds: 350,
    layers: [
      'a Network Load Balancer, whose default is 350 s',
      'a NAT gateway on the client’s side, which is fixed at 350 s',
    ],
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html',
  },
  {
    seconds: 600,
    layers: [
      'CloudFront, which closes after 10 minutes without bytes from the origin',
      'API Gateway, whose limit is 10 minutes',
    ],
    source:
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-working-with.websockets.html',
  },
];

/** Value of the Server header on responses that ELB generates itself, unless a listener attribute hides it. */
export const ELB_SERVER = 'awselb/2.0';

/** Statuses that hardly anything except ELB uses. */
export const ELB_ONLY_STATUSES: readonly number[] = [460, 463, 464, 561, 562];

/** ELB generates these itself, but we have no captured page for them. */
export const PAGE_UNKNOWN: readonly number[] = [401, 405, 408, 413, 414, 505, 507];

const PAGE_TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/**
 * The page that ELB sends with a status, byte for byte. (502 and 503 are from captures; the others follow the same
 * form.) nginx's pages differ: they have an `<hr>` and its name.
 */
export function elbPage(status: number): string | undefined {
  const title = PAGE_TITLES[status];
  if (title === undefined) return undefined;
  const heading = `${status} ${title}`;
  return [
    '<html>',
    `<head><title>${heading}</title></head>`,
    '<body>',
    `<center><h1>${heading}</h1></center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}
