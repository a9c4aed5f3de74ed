import type { Config } from '../../config/schema/index.ts';
import { ID } from '../../template/names.ts';
import { core, wafv2 } from '../library.ts';
import type { Part } from '../part.ts';
import { call, create, member, name, THIS } from '../source/nodes.ts';
import { declare, run } from '../source/statements.ts';
import { LOAD_BALANCER } from './load-balancer.ts';

/** The association with a web ACL. CDK has no construct of level 2 for it. */
export function waf({ waf: { webAclArn } }: Config): Part | undefined {
  if (webAclArn === undefined) return undefined;
  const [, , , region = ''] = webAclArn.split(':');
  return {
    statements: [
      declare(
        'webAcls',
        create(core('CfnMapping'), THIS, 'WebACL', { mapping: { [region]: { Arn: webAclArn } } }),
      ),
      run(
        create(member(wafv2, 'CfnWebACLAssociation'), THIS, ID.webAclAssociation, {
          resourceArn: member(LOAD_BALANCER, 'loadBalancerArn'),
          webAclArn: call(name('webAcls'), 'findInMap', member(core('Aws'), 'REGION'), 'Arn'),
        }),
      ),
    ],
  };
}
