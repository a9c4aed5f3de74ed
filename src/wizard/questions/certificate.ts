import type { Config } from '../../config/schema/index.ts';
import type { Assignment } from '../../config/path.ts';
import type { WizardQuestion } from '../question.ts';
import { valueOf } from './answers.ts';

const HTTPS = ['listener', 'https'];
const CERTIFICATE = [...HTTPS, 'certificate'];

const NO_CERTIFICATE: readonly Assignment[] = [
  { path: [...HTTPS, 'certificateArn'], value: undefined },
  { path: CERTIFICATE, value: undefined },
];

type Way = 'arn' | 'create' | 'later' | 'none';

function wayOf({ listener: { https } }: Config): Way {
  if (https === false) return 'none';
  if (https.certificate !== undefined) return 'create';
  return https.certificateArn === undefined ? 'later' : 'arn';
}

/** Placeholders until the next question asks for the ARN or the name, so that the config is valid. */
const PENDING_ARN = 'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000';
const PENDING_NAME = 'ws.example.com';

const certificateOf = ({ listener: { https } }: Config) => (https === false ? undefined : https.certificate);

export const certificateQuestions: readonly WizardQuestion[] = [
  {
    id: 'certificate',
    keys: ['listener.https'],
    kind: 'choice',
    message: 'Is there a certificate for wss://, or a domain to create one for?',
    options: [
      { label: 'there is one in ACM', value: 'arn' },
      { label: 'create one for a domain', value: 'create' },
      { label: 'its ARN is given at each deployment', value: 'later' },
      { label: 'none: plain ws:// only, to try it out', value: 'none' },
    ],
    initial: wayOf,
    assign: (answer, config) => {
      if (answer === wayOf(config)) return [];
      if (answer === 'none')
        return [
          { path: HTTPS, value: false },
          { path: ['listener', 'http'], value: 'forward' },
        ];
      const plain: Assignment[] =
        config.listener.https === false
          ? [
              { path: HTTPS, value: undefined },
              { path: ['listener', 'http'], value: undefined },
            ]
          : [...NO_CERTIFICATE];
      if (answer === 'arn') plain.push({ path: [...HTTPS, 'certificateArn'], value: PENDING_ARN });
      if (answer === 'create') plain.push({ path: CERTIFICATE, value: { domainName: PENDING_NAME } });
      return plain;
    },
  },
  {
    id: 'certificateArn',
    keys: ['listener.https.certificateArn'],
    kind: 'text',
    message: 'The ARN of the certificate',
    when: (config) => wayOf(config) === 'arn',
    lookup: { kind: 'certificates' },
    initial: ({ listener: { https } }) => {
      const arn = https === false ? undefined : https.certificateArn;
      return arn === undefined || arn === PENDING_ARN ? '' : arn;
    },
    assign: (answer) => [{ path: [...HTTPS, 'certificateArn'], value: answer.trim() }],
  },
  {
    id: 'domain',
    keys: ['listener.https.certificate'],
    kind: 'text',
    message: 'The domain name that clients connect to',
    when: (config) => wayOf(config) === 'create',
    initial: (config) => {
      const name = certificateOf(config)?.domainName;
      return name === PENDING_NAME || name === undefined ? '' : name;
    },
    assign: (answer) => [{ path: [...CERTIFICATE, 'domainName'], value: answer.trim() }],
  },
  {
    id: 'zone',
    keys: ['listener.https.certificate', 'dns'],
    kind: 'text',
    message: 'The ID of its hosted zone in Route 53',
    whenEmpty: 'you create the records yourself',
    when: (config) => wayOf(config) === 'create',
    lookup: { kind: 'hostedZones' },
    initial: (config) => certificateOf(config)?.hostedZoneId ?? '',
    assign: (answer, config) => {
      const zone = valueOf(answer);
      const domainName = certificateOf(config)?.domainName;
      return [
        { path: [...CERTIFICATE, 'hostedZoneId'], value: zone },
        // Since the zone is known, the template can also create the DNS record.
        { path: ['dns'], value: zone === undefined ? undefined : { hostedZoneId: zone, domainName } },
      ];
    },
  },
];
