import { expect, it } from 'vitest';
import type { Change } from '../../../src/aws/change-set.ts';
import { remedyFor } from '../../../src/alb/failure-reasons.ts';
import { explainChange, isReplaced } from '../../../src/cli/deploy/change-words.ts';

const change = (rest: Partial<Change>): Change => ({
  action: 'Modify',
  replacement: 'False',
  logicalId: 'WebSocketALB',
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  ...rest,
});

it.each([
  [{ action: 'Add' }, false, 'add      WebSocketALB (AWS::ElasticLoadBalancingV2::LoadBalancer)'],
  [{ action: 'Remove' }, false, 'remove   WebSocketALB (AWS::ElasticLoadBalancingV2::LoadBalancer)'],
  [{}, false, 'change   WebSocketALB (AWS::ElasticLoadBalancingV2::LoadBalancer)'],
  [{ replacement: 'True' }, true, 'is replaced: every open socket is cut'],
  [{ replacement: 'Conditional' }, true, 'may be replaced: every open socket is cut'],
  [{ replacement: 'True', type: 'AWS::Other::Thing' }, true, 'is replaced'],
  [{ action: 'Remove', fate: 'Delete' }, false, 'remove   WebSocketALB'],
  [
    { action: 'Remove', fate: 'Retain' },
    false,
    'retain   WebSocketALB (AWS::ElasticLoadBalancingV2::LoadBalancer): removed from the stack but not deleted',
  ],
  [{ action: 'Remove', fate: 'Snapshot' }, false, 'a snapshot is made first'],
  [
    { replacement: 'True', type: 'AWS::S3::Bucket', fate: 'Retain' },
    true,
    'is replaced: what is in the old one does not move to the new one; the old one is retained',
  ],
  [{ replacement: 'True', fate: 'Retain' }, true, 'changes; the old one is retained, not deleted'],
] as const)('%j', (rest, replaced, words) => {
  expect(isReplaced(change(rest))).toBe(replaced);
  expect(explainChange(change(rest))).toContain(words);
});

it.each([
  ['Access Denied for bucket: x. Please check S3bucket permission', 'log-bucket-policy'],
  ['Certificate ARN arn:aws:acm:x is not valid', 'Region of the load balancer'],
  ['chat-dashboard already exists in stack', 'another stack name'],
  ['Load balancer arn cannot be deleted because deletion protection is enabled', 'deletionProtection'],
  ['User is not authorized to perform: elasticloadbalancing:CreateLoadBalancer', 'permission'],
])('suggests a remedy for "%s"', (reason, remedy) => {
  expect(remedyFor(reason)).toContain(remedy);
});

it('says nothing about unknown reasons', () => {
  expect(remedyFor('Internal failure')).toBeUndefined();
});
