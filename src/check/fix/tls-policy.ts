// The fix for policies that accept TLS versions that are too old, or are out of date.
import { TLS_POLICY_RECOMMENDED } from '../../alb/tls-policies.ts';
import { replaceProperty } from './properties.ts';
import type { Fix } from './remedy.ts';
import { entryUnder, literalOf, mapUnder } from './source.ts';

/** Not for FIPS policies: users who need them may not use others. */
const replacementOf = (policy: string): string | undefined =>
  policy.includes('FIPS') ? undefined : TLS_POLICY_RECOMMENDED;

export const recommendPolicy: Fix = {
  mode: 'suggest',
  what: `Sets SslPolicy to ${TLS_POLICY_RECOMMENDED}.`,
  change: (site) => {
    const written = entryUnder(mapUnder(site.resource, 'Properties'), 'SslPolicy')?.value;
    const policy = replacementOf(literalOf(written, site.source)?.value ?? '');
    return policy === undefined ? undefined : replaceProperty(site, 'SslPolicy', policy);
  },
  inManifests: { kind: 'policy', remedy: replacementOf },
};
