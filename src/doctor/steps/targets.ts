// Steps that remove targets from a group, unless whatever registers them would put them back.
import { quote } from '../../common/shell.ts';
import type { Context, Step } from '../diagnosis.ts';
import { ownerOf, ownerWords } from '../evidence/owner.ts';
import type { Observations, TargetGroup } from '../observations/observations.ts';
import { aws } from './commands.ts';

/** Removes instances from a group. */
export function takeOut(
  context: Context,
  observed: Observations,
  group: TargetGroup,
  ids: readonly string[],
  words: string,
): Step[] {
  const now: Step = {
    kind: 'fix',
    words,
    command: aws(
      context,
      'elbv2',
      'deregister-targets',
      '--target-group-arn',
      group.arn,
      '--targets',
      ...ids.map((id) => `Id=${id}`),
    ),
  };
  const owner = ownerOf(observed, group) ?? ownerOf(observed);
  const withRemark = (remark: string): Step[] => [now, { kind: 'fix', words: remark }];
  switch (owner?.kind) {
    case 'kubernetes':
      return [
        {
          kind: 'fix',
          words: `${words.replace(/:$/, '')} by removing its node from the cluster: the controller of ${ownerWords(owner)} registers nodes, and would register it again.`,
        },
        {
          kind: 'confirm',
          words: 'See what the controller registers:',
          command: ['kubectl', 'get', 'targetgroupbindings', '-A'].map(quote).join(' '),
        },
      ];
    case 'ecs-express':
      return withRemark('ECS registers the tasks of the service itself, and may register it again.');
    case 'elastic-beanstalk':
      return withRemark(
        `The Auto Scaling group of the environment ${owner.environment} registers its instances: terminate the instance there, and it will be replaced.`,
      );
    case 'cloudformation':
      return withRemark(
        `If the template of the stack ${owner.stack} names it in the Targets of ${owner.logicalId ?? group.name}, remove it there too, or an update may register it again.`,
      );
    case undefined:
      return [now];
  }
}
