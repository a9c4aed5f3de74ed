import { SNSClient, ListSubscriptionsByTopicCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import type { ServiceClient } from '../client.ts';

export const sns: ServiceClient<'sns'> = {
  connect: (config) => new SNSClient(config),
  commands: {
    ListSubscriptionsByTopic: ListSubscriptionsByTopicCommand,
    ListTopics: ListTopicsCommand,
  },
};
