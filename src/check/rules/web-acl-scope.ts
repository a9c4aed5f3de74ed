import { certain } from '../../alb/finding.ts';
import { child, entry } from '../node.ts';
import { mentions } from '../mentions.ts';
import { isScalar } from '../resolve.ts';
import { each, resources, violation, type CheckRule } from '../rule.ts';

export const webAclScope: CheckRule = {
  code: 'web-acl-scope',
  severity: 'warning',
  group: 'routing',
  title: 'Web ACL for CloudFront on a load balancer',
  why: 'A load balancer takes a web ACL of scope REGIONAL, in its own Region.',
  source: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html',
  basis: certain('the API reference of AWS WAF'),
  judge: each(
    resources('AWS::WAFv2::WebACLAssociation'),
    ({ resource }, { template, property, topology }) => {
      const named = [...mentions(child(resource.properties, 'ResourceArn'))];
      if (!named.some((id) => topology.loadBalancer(id))) return 'not-applicable';
      const at = entry(resource.properties, 'WebACLArn');
      const arn = property(resource, 'WebACLArn');
      if (isScalar(arn))
        return /:global\/webacl\//.test(arn.value)
          ? violation(at?.line ?? resource.line, { acl: arn.value })
          : 'met';
      const acl = [...mentions(at?.value)]
        .map((id) => template.resources.get(id))
        .find((one) => one?.type === 'AWS::WAFv2::WebACL');
      const scope = acl && property(acl, 'Scope');
      if (!acl || !isScalar(scope)) return 'not-applicable';
      return scope.value === 'CLOUDFRONT' ? violation(at?.line ?? resource.line, { acl: acl.id }) : 'met';
    },
  ),
  words: ({ acl }) => ({
    what: `${String(acl)} has the scope CLOUDFRONT.`,
    allowed: 'REGIONAL',
    remedy: 'Make a web ACL of scope REGIONAL for the load balancer.',
  }),
};
