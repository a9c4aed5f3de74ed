import type { Config } from '../../config/schema/index.ts';
import { findInMap, ref } from '../intrinsics.ts';
import { ID, REGION } from '../names.ts';
import type { Section } from '../types.ts';

const MAPPING = 'WebACL';

/** The association with a web ACL. */
export function waf({ waf: { webAclArn } }: Config): Section[] {
  if (webAclArn === undefined) return [];
  const [, , , region = ''] = webAclArn.split(':');
  return [
    {
      title: 'Web ACL',
      why: [
        'AWS WAF sees the upgrade request; once a connection is a WebSocket, nothing is inspected.',
        'The web ACL must be in the Region of the load balancer: elsewhere the deployment stops at once.',
      ],
      mappings: { [MAPPING]: { [region]: { Arn: webAclArn } } },
      resources: {
        [ID.webAclAssociation]: {
          Type: 'AWS::WAFv2::WebACLAssociation',
          Properties: {
            ResourceArn: ref(ID.loadBalancer),
            WebACLArn: findInMap(MAPPING, REGION, 'Arn'),
          },
        },
      },
    },
  ];
}
