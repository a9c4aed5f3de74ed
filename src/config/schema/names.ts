// Names and ids used by several sections of the config.
import * as z from 'zod/mini';
import { isCidrBlock } from '../../alb/cidr.ts';
import { describe, list } from '../fields.ts';

const LABEL = '[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DOMAIN_NAME = new RegExp(`^(\\*\\.)?(${LABEL}\\.)+${LABEL}$`);

/** The beginning of an ARN, with service, Region and account, as a regular expression fragment. */
export const arnOf = (service: string): string =>
  `arn:aws[a-z-]*:${service}:[a-z]{2}(-[a-z]+)+-[0-9]{1,2}:[0-9]{12}:`;

export const DOMAIN_NAME_WORDS = 'a domain name such as ws.example.com or *.example.com';
const HOSTED_ZONE_WORDS = 'the id of a Route 53 hosted zone, "Z…"';

export const domainName = (description: string, maxLength = 253) =>
  describe(z.string().check(z.maxLength(maxLength), z.regex(DOMAIN_NAME)), description, {
    allowed: `${DOMAIN_NAME_WORDS}, at most ${maxLength} characters`,
  });

export const hostedZoneId = (description: string) =>
  describe(z.string().check(z.regex(/^Z[A-Z0-9]{1,31}$/)), description, { allowed: HOSTED_ZONE_WORDS });

export const SUBNET_ID = {
  kind: 'string',
  pattern: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
  words: 'subnet ids: subnet- and 8 or 17 hexadecimal digits',
} as const;

/** Who may connect: limited in number so that the rules fit into a security group. */
export const sources = () =>
  list(
    z.string().check(z.refine((text) => isCidrBlock(text) || /^pl-[0-9a-f]{8,17}$/.test(text))),
    'IPv4 or IPv6 CIDR blocks with host bits zero such as 10.0.0.0/8, or prefix lists such as pl-0123456789abcdef0',
    { max: 25 },
  );
