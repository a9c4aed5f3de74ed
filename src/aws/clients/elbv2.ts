import {
  ElasticLoadBalancingV2Client,
  DescribeCapacityReservationCommand,
  DescribeListenerAttributesCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  DescribeTrustStoresCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ServiceClient } from '../client.ts';

export const elbv2: ServiceClient<'elbv2'> = {
  connect: (config) => new ElasticLoadBalancingV2Client(config),
  commands: {
    DescribeCapacityReservation: DescribeCapacityReservationCommand,
    DescribeListenerAttributes: DescribeListenerAttributesCommand,
    DescribeListenerCertificates: DescribeListenerCertificatesCommand,
    DescribeListeners: DescribeListenersCommand,
    DescribeLoadBalancerAttributes: DescribeLoadBalancerAttributesCommand,
    DescribeLoadBalancers: DescribeLoadBalancersCommand,
    DescribeRules: DescribeRulesCommand,
    DescribeTags: DescribeTagsCommand,
    DescribeTargetGroupAttributes: DescribeTargetGroupAttributesCommand,
    DescribeTargetGroups: DescribeTargetGroupsCommand,
    DescribeTargetHealth: DescribeTargetHealthCommand,
    DescribeTrustStores: DescribeTrustStoresCommand,
  },
};
