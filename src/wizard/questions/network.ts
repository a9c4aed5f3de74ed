import type { WizardQuestion } from '../question.ts';
import { listOf, valueOf } from './answers.ts';

export const networkQuestions: readonly WizardQuestion[] = [
  {
    id: 'name',
    keys: ['name'],
    kind: 'text',
    message: 'A short name for this load balancer',
    initial: ({ name }) => name,
    assign: (answer) => [{ path: ['name'], value: answer.trim() === '' ? undefined : answer.trim() }],
  },
  {
    id: 'clients',
    keys: ['network.scheme'],
    kind: 'choice',
    message: 'Where do clients come from?',
    options: [
      { label: 'the internet', value: 'internet-facing' },
      { label: 'inside the VPC and networks connected to it', value: 'internal' },
    ],
    initial: ({ network }) => network.scheme,
    assign: (answer) => [{ path: ['network', 'scheme'], value: answer }],
  },
  {
    id: 'network',
    keys: ['network.create', 'network.vpcId', 'network.subnetIds'],
    kind: 'choice',
    message: 'Which network is it in?',
    options: [
      { label: 'an existing VPC', value: 'existing' },
      { label: 'a new VPC, created with it', value: 'new' },
    ],
    initial: ({ network }) => (network.create === false ? 'existing' : 'new'),
    assign: (answer, { network }) =>
      answer === 'existing'
        ? [{ path: ['network', 'create'], value: undefined }]
        : [
            { path: ['network', 'create'], value: network.create === false ? true : network.create },
            { path: ['network', 'vpcId'], value: undefined },
            { path: ['network', 'subnetIds'], value: undefined },
            // Instances cannot exist before their subnets do.
            { path: ['target', 'instanceCount'], value: 0 },
            { path: ['target', 'instanceIds'], value: undefined },
          ],
  },
  {
    id: 'vpc',
    keys: ['network.vpcId'],
    kind: 'text',
    message: 'The ID of the VPC',
    whenEmpty: 'given at each deployment',
    when: ({ network }) => network.create === false,
    lookup: { kind: 'vpcs' },
    initial: ({ network }) => network.vpcId ?? '',
    assign: (answer) => [{ path: ['network', 'vpcId'], value: valueOf(answer) }],
  },
  {
    id: 'subnets',
    keys: ['network.subnetIds'],
    kind: 'several',
    message: 'Subnets in at least two Availability Zones',
    whenEmpty: 'given at each deployment',
    when: ({ network }) => network.create === false,
    lookup: { kind: 'subnets', from: ({ network }) => network.vpcId },
    initial: ({ network }) => (network.subnetIds ?? []).join(', '),
    assign: (answer) => {
      const ids = listOf(answer);
      return [{ path: ['network', 'subnetIds'], value: ids.length === 0 ? undefined : ids }];
    },
  },
];
