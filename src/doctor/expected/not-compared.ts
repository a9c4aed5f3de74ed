// Wanted attributes that the response about the live resource does not contain, and that therefore were not compared.
import { describeAttributes, describeTargetGroupAttributes, describeTargetGroups } from '../calls/elb.ts';
import type { Context } from '../diagnosis.ts';
import { expectedByConfig, expectedByStack, expectedValues, type Expected } from './expected.ts';
import { observedValue, type Missing, type Observations } from '../observations/observations.ts';

/** One entry per resource. Resources without any observed attributes are reported elsewhere. */
export function notCompared(observed: Observations, { config }: Context): Missing[] {
  const wanted = [...expectedByStack(observed), ...(config ? expectedByConfig(observed, config) : [])];
  const keys = new Map<string, { readonly one: Expected; readonly keys: Set<string> }>();
  for (const one of wanted) {
    const live = attributesOf(one, observed);
    if (one.arn === undefined || live === undefined) continue;
    const entry = keys.get(one.arn) ?? { one, keys: new Set() };
    keys.set(one.arn, entry);
    // Attributes begin with a lower-case letter, properties with a capital.
    for (const key of expectedValues(one).keys())
      if (/^[a-z]/.test(key) && !live.has(key)) entry.keys.add(key);
  }
  return [
    ...ofNoGroup(wanted, observed),
    ...[...keys].flatMap(([arn, { one, keys: names }]): Missing[] => {
      if (names.size === 0) return [];
      const { args, permission } =
        one.kind === 'load-balancer' ? describeAttributes(arn) : describeTargetGroupAttributes(arn);
      return [
        {
          about: `${[...names].join(', ')} of ${one.logicalId}`,
          command: args,
          permission,
          failure: { kind: 'left-out', code: undefined, message: 'AWS did not return it' },
        },
      ];
    }),
  ];
}

/** Without a stack, it is unknown which of several groups corresponds to the config's. */
function ofNoGroup(wanted: readonly Expected[], { stack, loadBalancer }: Observations): Missing[] {
  if (stack) return [];
  const { args, permission } = describeTargetGroups(loadBalancer.arn);
  return wanted
    .filter(({ kind, arn }) => kind === 'target-group' && arn === undefined)
    .map(({ logicalId }) => ({
      about: `the settings of ${logicalId}`,
      command: args,
      permission,
      failure: {
        kind: 'left-out',
        code: undefined,
        message:
          'without its stack, it is unknown which live target group it is; give the stack with --stack-name',
      },
    }));
}

function attributesOf(
  { kind, arn }: Expected,
  observed: Observations,
): ReadonlyMap<string, string> | undefined {
  if (kind === 'load-balancer') return observedValue(observed.attributes);
  if (kind === 'target-group')
    return observedValue(
      observedValue(observed.targetGroups)?.find((group) => group.arn === arn)?.attributes,
    );
  return undefined;
}
