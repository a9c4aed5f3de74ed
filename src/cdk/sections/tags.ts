import type { Config } from '../../config/schema/index.ts';
import { scalingOf } from '../../config/service.ts';
import { core } from '../library.ts';
import { call, name, THIS } from '../source/nodes.ts';
import { BLANK, comment, declare, run, type Statement } from '../source/statements.ts';

/** The config's own tags, on everything that can be tagged. */
export function tags({ tags: own, service }: Config): Statement[] {
  const isScaled = service !== false && scalingOf(service) !== undefined;
  const entries = Object.entries(own);
  if (entries.length === 0) return [];
  return [
    BLANK,
    comment(
      'Tags',
      `Dashboards${isScaled ? ', scalable targets' : ''} and listeners get no tags: not every tool knows that they can have them.`,
    ),
    declare('taggable', {
      excludeResourceTypes: [
        'AWS::CloudWatch::Dashboard',
        ...(isScaled ? ['AWS::ApplicationAutoScaling::ScalableTarget'] : []),
        'AWS::ElasticLoadBalancingV2::Listener',
      ],
    }),
    ...entries.map(([key, value]) =>
      run(call(call(core('Tags'), 'of', THIS), 'add', key, value, name('taggable'))),
    ),
  ];
}
