import { TLS_POLICY_PREFIX } from '../../alb/tls-policies.ts';
import { elbv2 } from '../library.ts';
import { cast, commented, member, type Value } from '../source/nodes.ts';

/**
 * The members of CDK's enum SslPolicy that are named after their policy. RECOMMENDED, RECOMMENDED_TLS and LEGACY are
 * not, and may mean another policy in a later version.
 */
export const SSL_POLICY_MEMBERS: Readonly<Record<string, string>> = {
  'TLS13-1-2-PQ-2025-09': 'TLS13_12_PQ',
  'TLS13-1-2-Res-2021-06': 'TLS13_RES',
  'TLS13-1-2-Ext1-2021-06': 'TLS13_EXT1',
  'TLS13-1-2-Ext2-2021-06': 'TLS13_EXT2',
  'TLS13-1-0-2021-06': 'TLS13_10',
  'TLS13-1-1-2021-06': 'TLS13_11',
  'TLS13-1-3-2021-06': 'TLS13_13',
  'TLS13-1-3-PQ-2025-09': 'TLS13_13_PQ',
  'TLS13-1-2-Res-PQ-2025-09': 'TLS13_12_RES_PQ',
  'TLS13-1-2-Ext1-PQ-2025-09': 'TLS13_12_EXT1_PQ',
  'TLS13-1-2-Ext2-PQ-2025-09': 'TLS13_12_EXT2_PQ',
  'TLS13-1-0-PQ-2025-09': 'TLS13_10_PQ',
  'TLS13-1-3-FIPS-2023-04': 'FIPS_TLS13_13',
  'TLS13-1-2-Res-FIPS-2023-04': 'FIPS_TLS13_12_RES',
  'TLS13-1-2-FIPS-2023-04': 'FIPS_TLS13_12',
  'TLS13-1-2-Ext0-FIPS-2023-04': 'FIPS_TLS13_12_EXT0',
  'TLS13-1-2-Ext1-FIPS-2023-04': 'FIPS_TLS13_12_EXT1',
  'TLS13-1-2-Ext2-FIPS-2023-04': 'FIPS_TLS13_12_EXT2',
  'TLS13-1-1-FIPS-2023-04': 'FIPS_TLS13_11',
  'TLS13-1-0-FIPS-2023-04': 'FIPS_TLS13_10',
  'TLS13-1-3-FIPS-PQ-2025-09': 'FIPS_TLS13_13_PQ',
  'TLS13-1-2-FIPS-PQ-2025-09': 'FIPS_TLS13_12_PQ',
  'TLS13-1-2-Res-FIPS-PQ-2025-09': 'FIPS_TLS13_12_RES_PQ',
  'TLS13-1-2-Ext0-FIPS-PQ-2025-09': 'FIPS_TLS13_12_EXT0_PQ',
  'TLS13-1-2-Ext1-FIPS-PQ-2025-09': 'FIPS_TLS13_12_EXT1_PQ',
  'TLS13-1-2-Ext2-FIPS-PQ-2025-09': 'FIPS_TLS13_12_EXT2_PQ',
  'TLS13-1-0-FIPS-PQ-2025-09': 'FIPS_TLS13_10_PQ',
  'FS-1-2-Res-2020-10': 'FORWARD_SECRECY_TLS12_RES_GCM',
  'FS-1-2-Res-2019-08': 'FORWARD_SECRECY_TLS12_RES',
  'FS-1-2-2019-08': 'FORWARD_SECRECY_TLS12',
  'FS-1-1-2019-08': 'FORWARD_SECRECY_TLS11',
  'FS-2018-06': 'FORWARD_SECRECY',
  'TLS-1-2-2017-01': 'TLS12',
  'TLS-1-2-Ext-2018-06': 'TLS12_EXT',
  'TLS-1-1-2017-01': 'TLS11',
};

/** A TLS policy: CDK's enum member, or the plain name if there is none. */
export function sslPolicy(policy: string): Value {
  const found = SSL_POLICY_MEMBERS[policy.slice(TLS_POLICY_PREFIX.length)];
  return found === undefined
    ? commented(
        cast(policy, member(elbv2, 'SslPolicy')),
        "CDK's enum has no member that always means this policy.",
      )
    : member(elbv2, `SslPolicy.${found}`);
}
