// ELB's own rules about combinations of settings, from alb/, applied to the live settings.
import { certain } from '../../alb/finding.ts';
import { judge, readValues, type Rule } from '../../alb/rule.ts';
import { RULES } from '../../alb/rules/index.ts';
import type { Settings } from '../../alb/setting.ts';
import { aws, generate } from '../steps/commands.ts';
import { socketGroups } from '../evidence/target-groups.ts';
import type { Context, Diagnosis, Step } from '../diagnosis.ts';
import { observedValue, type Observations } from '../observations/observations.ts';
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
          ...(observedValue(observed.attributes) ?? []),
          ['Scheme', scheme],
          ['IpAddressType', ipAddressType],
        ]),
      },
    ];
  }
  if (subject === 'target-group')
    return socketGroups(observed).map(({ arn, settings }) => ({ arn, settings: visible(settings) }));
  return (observedValue(observed.listeners) ?? []).map(({ arn, protocol, sslPolicy, certificate }) => ({
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

function fixing(rule: Rule, arn: string, context: Context): Step[] {
  if (rule.code === 'tls-policy-old')
    return [
      {
        kind: 'fix',
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
  return [
    {
      kind: 'fix',
      words:
        'It cannot be changed in place: create a suitable target group, and forward to it. The template has one:',
      command: generate(context, 'template'),
    },
  ];
}

/** What ELB rejects cannot be live. These rules are about settings that it accepts but that cause problems. */
const LIVE = new Set([
  'lambda-websocket',
  'websocket-protocol-version',
  'target-optimizer-websocket',
  'tls-policy-old',
]);

/** One diagnosis per rule, with the rule's code. */
export const ELB_RULES: readonly Diagnosis[] = RULES.filter(({ code }) => LIVE.has(code)).map(
  (rule): Diagnosis => ({
    code: rule.code,
    severity: rule.severity,
    title: rule.title,
    reasoning: rule.why,
    source: rule.source,
    basis: certain('the settings, and the rule of ELB'),
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
            causes: [],
            steps: [...fixing(rule, arn, context), { kind: 'fix' as const, words: remedy }],
          },
        ];
      }),
  }),
);
