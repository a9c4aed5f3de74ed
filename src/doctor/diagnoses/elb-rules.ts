// ELB's own rules about settings taken together, from alb/, held against what is live.
import { judge, readValues, type Rule } from '../../alb/rule.ts';
import { RULES } from '../../alb/rules/index.ts';
import type { Settings } from '../../alb/setting.ts';
import {
  aws,
  groupsInUse,
  modifyTargetGroup,
  type Context,
  type Diagnosis,
  type Step,
} from '../diagnosis.ts';
import { seen, type Observations } from '../observations.ts';
import { TLS_POLICY_RECOMMENDED } from '../../alb/tls-policies.ts';

interface Subject {
  readonly arn: string;
  readonly settings: Settings;
}

function subjects({ subject }: Rule, observed: Observations): Subject[] {
  if (subject === 'load-balancer') {
    const { arn, scheme, ipAddressType } = observed.loadBalancer;
    return [
      {
        arn,
        settings: new Map([
          ...(seen(observed.attributes) ?? []),
          ['Scheme', scheme],
          ['IpAddressType', ipAddressType],
        ]),
      },
    ];
  }
  if (subject === 'target-group')
    return groupsInUse(observed).map(({ arn, settings }) => ({ arn, settings: visible(settings) }));
  return (seen(observed.listeners) ?? []).map(({ arn, protocol, sslPolicy, certificate }) => ({
    arn,
    settings: new Map([
      ['Protocol', protocol],
      ...(sslPolicy === undefined ? [] : [['SslPolicy', sslPolicy] as const]),
      ...(certificate === undefined ? [] : [['Certificates.CertificateArn', certificate] as const]),
    ]),
  }));
}

/** ELB returns attributes that do not apply with an empty value. */
const visible = (settings: ReadonlyMap<string, string>): Settings =>
  new Map([...settings].filter(([, value]) => value !== ''));

function mending(rule: Rule, arn: string, observed: Observations, context: Context): Step[] {
  const group = groupsInUse(observed).find((one) => one.arn === arn);
  if (rule.subject === 'listener' && rule.code.startsWith('tls-policy'))
    return [
      {
        kind: 'mend',
        words: 'Use the policy that AWS recommends:',
        command: aws(
          context,
          'elbv2',
          'modify-listener',
          '--listener-arn',
          arn,
          '--ssl-policy',
          TLS_POLICY_RECOMMENDED,
        ),
      },
    ];
  if (rule.code === 'websocket-protocol-version')
    return [
      {
        kind: 'mend',
        words:
          'The protocol version cannot be changed: make a target group with HTTP1 and forward to it. The template of this tool has one:',
        command: ['generate', 'template'].join(' '),
      },
    ];
  if (rule.code === 'slow-start-algorithm' && group)
    return [
      {
        kind: 'mend',
        words: 'Turn slow start off:',
        command: modifyTargetGroup(context, group, [['slow_start.duration_seconds', '0']]),
      },
    ];
  return [];
}

/** One diagnosis a rule: its code is the rule's. Mutual TLS is left out: its trust store is not looked at. */
export const ELB_RULES: readonly Diagnosis[] = RULES.filter(({ code }) => !code.startsWith('mutual-tls')).map(
  (rule): Diagnosis => ({
    code: rule.code,
    severity: rule.severity,
    title: rule.title,
    reasoning: rule.why,
    source: rule.source,
    judge: (observed, context) =>
      subjects(rule, observed).flatMap(({ arn, settings }) => {
        const values = readValues(rule, settings);
        if (values === undefined || judge(rule, settings) !== 'violated') return [];
        const { what, remedy } = rule.words(values, (key) => key);
        return [
          {
            subject: arn,
            what,
            evidence: Object.entries(values).flatMap(([key, value]) =>
              value === undefined ? [] : [[key, value] as const],
            ),
            causes: ['The settings were made before ELB knew the rule, or by hand.'],
            steps: [...mending(rule, arn, observed, context), { kind: 'mend' as const, words: remedy }],
          },
        ];
      }),
  }),
);
