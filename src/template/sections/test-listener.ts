import { testListenerOf } from '../../config/deployment.ts';
import { NOT_FOUND, testRuleOf } from '../../config/routing.ts';
import { httpListenerAttributes } from '../../config/settings.ts';
import type { Config } from '../../config/schema/index.ts';
import { ref } from '../intrinsics.ts';
import { keyValues } from '../key-values.ts';
import { ID } from '../names.ts';
import type { Resource, Section } from '../types.ts';
import { actionsOf } from './actions.ts';
import { httpsListener } from './listeners.ts';
import { conditionOf } from './routes.ts';

/** The listener for testing the new version before the shift; none unless the config asks for it. */
export function testListener(config: Config): Section[] {
  const wanted = testListenerOf(config);
  const rule = testRuleOf(config);
  if (!wanted || !rule) return [];
  const { https } = config.listener;
  return [
    {
      title: 'Test listener',
      why: [
        `During a deployment, port ${wanted.port} reaches the new version before clients do. It serves only sockets.`,
        wanted.allowFrom === undefined
          ? 'The security group lets nobody in: add a rule for testers, or set service.deployment.testListener.allowFrom.'
          : 'The security group lets in only testers.',
      ],
      resources: {
        [ID.testListener]:
          https === false ? plain(config, wanted.port) : httpsListener(config, https, wanted.port, NOT_FOUND),
        [ID.testRule]: {
          Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
          Properties: {
            ListenerArn: ref(ID.testListener),
            Priority: rule.priority,
            Conditions: rule.conditions.map(conditionOf),
            Actions: actionsOf(rule),
          },
        },
      },
    },
  ];
}

const plain = (config: Config, port: number): Resource => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: {
    LoadBalancerArn: ref(ID.loadBalancer),
    Port: port,
    Protocol: 'HTTP',
    ListenerAttributes: keyValues(httpListenerAttributes(config)),
    DefaultActions: actionsOf(NOT_FOUND),
  },
});
