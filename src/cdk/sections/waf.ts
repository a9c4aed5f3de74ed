import type { Config } from '../../config/schema/index.ts';
import { ID } from '../../template/names.ts';
import { propertiesOf } from '../from-template.ts';
import { core, wafv2 } from '../library.ts';
import { sectionOf, tagName, type Part, type Sections } from '../part.ts';
import { call, create, member, name, THIS, type Value } from '../source/nodes.ts';
import { declare, run, type Statement } from '../source/statements.ts';
import { LOAD_BALANCER } from './load-balancer.ts';

/** The association with an existing or created web ACL. CDK has no L2 constructs for either. */
export function waf(config: Config, sections: Sections): Part | undefined {
  const { webAclArn, create: created } = config.waf;
  if (created !== false) return { statements: createdWebAcl(config, sections) };
  if (webAclArn === undefined) return undefined;
  const [, , , region = ''] = webAclArn.split(':');
  return {
    statements: [
      declare(
        'webAcls',
        create(core('CfnMapping'), THIS, 'WebACL', { mapping: { [region]: { Arn: webAclArn } } }),
      ),
      association(call(name('webAcls'), 'findInMap', member(core('Aws'), 'REGION'), 'Arn')),
    ],
  };
}

function createdWebAcl(config: Config, sections: Sections): Statement[] {
  const webAcl = name('webAcl');
  const { Tags: _, ...properties } = sectionOf(sections, 'Web ACL').resources?.[ID.webAcl]?.Properties ?? {};
  return [
    declare('webAcl', create(member(wafv2, 'CfnWebACL'), THIS, ID.webAcl, propertiesOf(properties, {}))),
    ...tagName(webAcl, config, 'web-acl'),
    association(member(webAcl, 'attrArn')),
  ];
}

const association = (webAclArn: Value): Statement =>
  run(
    create(member(wafv2, 'CfnWebACLAssociation'), THIS, ID.webAclAssociation, {
      resourceArn: member(LOAD_BALANCER, 'loadBalancerArn'),
      webAclArn,
    }),
  );
