// TLS security policies of Application Load Balancers (describe-ssl-policies, read 2026-11). Neither the API model nor
// the CloudFormation schema has an enum, and AWS adds policies every year: a name that is not listed here may be valid,
// so it is a warning and never an error.

/** The lowest TLS version that a policy accepts, and whether it is still offered. */
export interface TlsPolicy {
  readonly minimum: '1.0' | '1.1' | '1.2' | '1.3';
  /** Still offered for Application Load Balancers. */
  readonly current: boolean;
}

export const TLS_POLICY_PREFIX = 'ELBSecurityPolicy-';

/** What AWS recommends, and the console's default. The API's default differs: see {@link TLS_POLICY_API_DEFAULT}. */
export const TLS_POLICY_RECOMMENDED = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';

/** What a listener gets through CloudFormation, the API or the CLI if no policy is given: TLS 1.0 and up. */
export const TLS_POLICY_API_DEFAULT = 'ELBSecurityPolicy-2016-08';

const NAMES: Record<TlsPolicy['minimum'], readonly string[]> = {
  '1.3': [
    'TLS13-1-3-2021-06',
    'TLS13-1-3-PQ-2025-09',
    'TLS13-1-3-FIPS-2023-04',
    'TLS13-1-3-FIPS-PQ-2025-09',
    'TLS13-1-3-RFC9151-FIPS-2023-07',
  ],
  '1.2': [
    'TLS13-1-2-2021-06',
    'TLS13-1-2-PQ-2025-09',
    'TLS13-1-2-Res-2021-06',
    'TLS13-1-2-Res-PQ-2025-09',
    'TLS13-1-2-Ext1-2021-06',
    'TLS13-1-2-Ext1-PQ-2025-09',
    'TLS13-1-2-Ext2-2021-06',
    'TLS13-1-2-Ext2-PQ-2025-09',
    'TLS13-1-2-FIPS-2023-04',
    'TLS13-1-2-FIPS-PQ-2025-09',
    'TLS13-1-2-Res-FIPS-2023-04',
    'TLS13-1-2-Res-FIPS-PQ-2025-09',
    'TLS13-1-2-Ext0-FIPS-2023-04',
    'TLS13-1-2-Ext0-FIPS-PQ-2025-09',
    'TLS13-1-2-Ext1-FIPS-2023-04',
    'TLS13-1-2-Ext1-FIPS-PQ-2025-09',
    'TLS13-1-2-Ext2-FIPS-2023-04',
    'TLS13-1-2-Ext2-FIPS-PQ-2025-09',
    'TLS13-1-2-RFC9151-FIPS-2023-07',
    'TLS13-1-2-Ext0-RFC9151-FIPS-2023-07',
    'TLS13-1-2-RFC9151-INTEROP1-FIPS-2023-07',
    'TLS13-1-2-RFC9151-INTEROP2-FIPS-2023-07',
    'TLS13-1-2-RFC9151-INTEROP3-FIPS-2023-07',
    'TLS13-1-2-RFC9151-INTEROP4-FIPS-2023-07',
    'TLS-1-2-2017-01',
    'TLS-1-2-Ext-2018-06',
    'FS-1-2-2019-08',
    'FS-1-2-Res-2019-08',
    'FS-1-2-Res-2020-10',
  ],
  '1.1': ['TLS13-1-1-2021-06', 'TLS13-1-1-FIPS-2023-04', 'TLS-1-1-2017-01', 'FS-1-1-2019-08'],
  '1.0': [
    'TLS13-1-0-2021-06',
    'TLS13-1-0-PQ-2025-09',
    'TLS13-1-0-FIPS-2023-04',
    'TLS13-1-0-FIPS-PQ-2025-09',
    '2016-08',
    'FS-2018-06',
  ],
};

// Some tools still accept these, but none of AWS's current tables for Application Load Balancers list them.
const WITHDRAWN = ['2015-05', 'TLS-1-0-2015-04'];

/** Every policy, by full name. */
export const TLS_POLICIES: ReadonlyMap<string, TlsPolicy> = new Map([
  ...Object.entries(NAMES).flatMap(([minimum, names]) =>
    names.map((name): [string, TlsPolicy] => [
      TLS_POLICY_PREFIX + name,
      { minimum: minimum as TlsPolicy['minimum'], current: true },
    ]),
  ),
  ...WITHDRAWN.map((name): [string, TlsPolicy] => [
    TLS_POLICY_PREFIX + name,
    { minimum: '1.0', current: false },
  ]),
]);
