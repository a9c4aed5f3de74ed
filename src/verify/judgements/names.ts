// DNS, and whether each address answers TCP.
import { many } from '../../common/numbers.ts';
import type { Judgement, Violation } from '../judgement.ts';
import type { Handshake, Observations } from '../observations.ts';

/** Codes that mean this machine has no route to an address, so the address itself was not tried. */
const NO_ROUTE = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EHOSTUNREACH']);

/** This machine has no IPv6 route, which proves nothing about the address. */
export const isUntried = ({ family, outcome }: Handshake): boolean =>
  family === 6 && outcome.kind === 'failed' && outcome.stage === 'connect' && NO_ROUTE.has(outcome.code);

/** TCP did not connect although there is a route. */
const isDead = (handshake: Handshake): boolean =>
  handshake.outcome.kind === 'failed' && handshake.outcome.stage === 'connect' && !isUntried(handshake);

const codeOf = ({ outcome }: Handshake): string => (outcome.kind === 'failed' ? outcome.code : '');

export const nameNotFound: Judgement = {
  code: 'name-not-found',
  severity: 'error',
  title: 'The name does not resolve',
  reasoning:
    'The resolver answers that there is no such name, or that it has no address. A resolver that cannot be reached is reported as such, and says nothing about the name.',
  judge: ({ names }) => {
    if (names.kind !== 'failed') return [];
    const isAbsent = names.code === 'ENOTFOUND' || names.code === 'ENODATA';
    return [
      {
        what: isAbsent
          ? `${names.name} does not resolve to an address.`
          : `${names.name} could not be looked up: the resolver did not answer (${names.code}).`,
        evidence: [['resolver', names.code]],
        causes: isAbsent
          ? [
              'The record is missing, or the name is misspelt.',
              'The load balancer was replaced or deleted, and the record still names the old one.',
              'An internal load balancer, whose zone is private and this machine outside.',
            ]
          : ['The resolver of this machine, or its network.'],
        remedy: isAbsent
          ? 'Point the name at the DNS name of the load balancer with an alias or CNAME record; --connect-to tries a load balancer before DNS moves.'
          : 'Try again from a machine whose DNS works.',
      },
    ];
  },
};

const CONNECT_CAUSES: Readonly<Record<string, string>> = {
  TIMEOUT:
    'No answer to TCP: a security group or network ACL that does not let this client in, an internal load balancer, or a subnet without a route to the internet.',
  ECONNREFUSED: 'Refused: no listener on this port, or the address is not that of a load balancer any more.',
};

function violationOf(dead: readonly Handshake[], all: number): Violation {
  const codes = [...new Set(dead.map(codeOf))];
  return {
    what:
      dead.length === all
        ? `No address answers TCP (${all} tried).`
        : `${many(dead.length, 'address', 'addresses')} of ${all} ${dead.length === 1 ? 'does' : 'do'} not answer TCP: that share of new clients fails or waits.`,
    evidence: dead.map((each) => [each.address, codeOf(each)]),
    causes: [
      ...codes.map((code) => CONNECT_CAUSES[code] ?? `The connection failed with ${code}.`),
      ...(dead.length === all
        ? []
        : ['One Availability Zone is cut off: its subnet, route table or network ACL differs.']),
    ],
    remedy:
      dead.length === all
        ? 'Check the scheme of the load balancer, the port of its listener, its security group, and the routes of its subnets.'
        : 'Compare route table and network ACL of the subnets, zone by zone; a record of your own that holds old addresses must be an alias.',
  };
}

export const unreachable: Judgement = {
  code: 'unreachable',
  severity: 'error',
  title: 'No address answers',
  reasoning:
    'A TCP connection to each address is tried, with a time limit. Addresses that this machine cannot reach (no IPv6) do not count.',
  judge: ({ handshakes }) => {
    const tried = handshakes.filter((each) => !isUntried(each));
    const dead = tried.filter(isDead);
    return dead.length > 0 && dead.length === tried.length ? [violationOf(dead, tried.length)] : [];
  },
};

export const addressDead: Judgement = {
  code: 'address-dead',
  severity: 'error',
  title: 'Some addresses do not answer',
  reasoning:
    'A load balancer has an address in each zone, and clients choose one of them. Each is tried separately; some answer and some do not, so this machine’s network is not the cause.',
  judge: ({ handshakes }) => {
    const tried = handshakes.filter((each) => !isUntried(each));
    const dead = tried.filter(isDead);
    return dead.length > 0 && dead.length < tried.length ? [violationOf(dead, tried.length)] : [];
  },
};

export const addressesDiffer: Judgement = {
  code: 'addresses-differ',
  severity: 'error',
  title: 'Addresses answer differently',
  reasoning:
    'The same handshake is sent to each address. Some accept it and some refuse it, so the result depends on the load balancer’s node, and usually on the targets in its zone.',
  judge: ({ handshakes }) => {
    const open = handshakes.filter(({ outcome }) => outcome.kind === 'open');
    const other = handshakes.filter(({ outcome }) => outcome.kind === 'refused');
    if (open.length === 0 || other.length === 0) return [];
    return [
      {
        what: `The handshake is accepted at ${many(open.length, 'address', 'addresses')} and refused at ${other.length}.`,
        evidence: handshakes.map(({ address, outcome }) => [
          address,
          'answer' in outcome ? outcome.answer.status : outcome.kind,
        ]),
        causes: [
          'A zone without registered or reachable targets, while cross-zone load balancing is off.',
          'DNS holds addresses of two load balancers.',
        ],
        remedy:
          'Look at the targets of each zone (npx websocket-alb doctor), and at the records of the name.',
      },
    ];
  },
};

export const noIpv4: Judgement = {
  code: 'ipv4-missing',
  severity: 'warning',
  title: 'Only IPv6 addresses',
  reasoning:
    'The name has AAAA records and no A record: clients without IPv6 cannot connect. That is intended only with network.ipAddressType dualstack-without-public-ipv4.',
  judge: ({ names }: Observations, config) => {
    if (names.kind !== 'resolved' || names.addresses.some(({ family }) => family === 4)) return [];
    if (config?.network.ipAddressType === 'dualstack-without-public-ipv4') return [];
    return [
      {
        what: `${names.name} has IPv6 addresses only: clients without IPv6 cannot connect.`,
        evidence: names.addresses.map(({ address }) => ['address', address]),
        causes: ['The A record is missing: an alias needs one record for A and one for AAAA.'],
        remedy: 'Add an A record, unless all clients have IPv6.',
      },
    ];
  },
};
