// The load balancer itself, its listeners and certificates.
import {
  observedValue,
  type Certificate,
  type Listener,
  type Observations,
} from '../../../src/doctor/observations/observations.ts';
import type { Case } from './case.ts';
import { context, healthy, missing } from '../helpers/observed.ts';

const listeners = (change: (all: readonly Listener[]) => readonly Listener[]): Observations => {
  const observed = healthy();
  return { ...observed, listeners: { value: change(observedValue(observed.listeners) ?? []) } };
};
const withoutHttps = listeners((all) => all.filter(({ port }) => port !== 443));
const https = (change: Partial<Listener>) =>
  listeners((all) => all.map((one) => (one.port === 443 ? { ...one, ...change } : one)));
const state = (code: string): Observations => {
  const observed = healthy();
  return { ...observed, loadBalancer: { ...observed.loadBalancer, state: code } };
};
export const certificate = (change: Partial<Certificate>): Observations => {
  const observed = healthy();
  const [first] = observed.certificates.map(observedValue);
  return { ...observed, certificates: first ? [{ value: { ...first, ...change } }] : [] };
};
const remade = https({ arn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/chat/1/new' });

export const ABOUT_LISTENERS: readonly Case[] = [
  {
    code: 'load-balancer-state',
    hit: { name: 'impaired', observed: state('active_impaired') },
    miss: { name: 'active', observed: state('active') },
    evidence: ['state: active_impaired'],
    command: 'describe-subnets',
  },
  {
    code: 'listener-missing',
    hit: { name: 'that of the stack was deleted', observed: withoutHttps },
    miss: { name: 'another one has its port', observed: remade },
    evidence: ['existing listeners: HTTP 80', 'part of: the stack chat'],
    command:
      '--protocol HTTPS --port 443 --certificates CertificateArn=arn:aws:acm:eu-west-1:123456789012:certificate/e79ed973-77dd-4288-a3eb-f9a4e1772ab3 --ssl-policy ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
    cause: 'deleted by hand',
  },
  {
    code: 'listener-missing',
    hit: {
      name: 'that of the config was never deployed',
      observed: { ...healthy(), stack: undefined },
      context: context({ listener: { https: { port: 8443 } } }),
    },
    miss: {
      name: 'the port of the config is there',
      observed: { ...healthy(), stack: undefined },
      context: context({ listener: { https: { port: 443 } } }),
    },
    evidence: ['part of: the config'],
    command: '--port 8443',
  },
  {
    code: 'no-listener',
    hit: { name: 'a redirect only', observed: { ...withoutHttps, stack: undefined } },
    miss: { name: 'the stack names the one that is gone', observed: withoutHttps },
    evidence: ['listeners: HTTP 80'],
    command: 'describe-listeners',
  },
  {
    code: 'listener-replaced',
    hit: { name: 'made again by hand', observed: remade },
    miss: { name: 'gone: another diagnosis', observed: withoutHttps },
    evidence: ['live: arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/chat/1/new'],
    command: 'Deploy once without the listener',
  },
  {
    code: 'certificate',
    hit: {
      name: 'expires in ten days, imported',
      observed: certificate({ expires: '2026-12-02T17:00:00Z', type: 'IMPORTED' }),
    },
    miss: {
      name: 'expires in six weeks',
      observed: certificate({ expires: '2027-01-03T17:00:00Z', type: 'IMPORTED' }),
    },
    evidence: ['expires: 2026-12-02T17:00:00Z', 'type: IMPORTED'],
    command:
      'acm import-certificate --certificate-arn arn:aws:acm:eu-west-1:123456789012:certificate/e79ed973-77dd-4288-a3eb-f9a4e1772ab3',
  },
  {
    code: 'certificate',
    hit: { name: 'not validated', observed: certificate({ status: 'PENDING_VALIDATION' }) },
    miss: { name: 'issued', observed: certificate({ status: 'ISSUED' }) },
    evidence: ['status: PENDING_VALIDATION'],
    command: 'Certificate.DomainValidationOptions',
  },
  {
    code: 'certificate',
    hit: { name: 'expired yesterday', observed: certificate({ expires: '2026-11-21T17:00:00Z' }) },
    miss: {
      name: 'could not be looked at',
      observed: { ...healthy(), certificates: [missing('access-denied', 'AccessDenied')] },
    },
    evidence: ['expires: 2026-11-21T17:00:00Z'],
    command: 'describe-certificate',
  },
  {
    code: 'tls-policy-old',
    hit: { name: 'the default of the API', observed: https({ sslPolicy: 'ELBSecurityPolicy-2016-08' }) },
    miss: { name: 'TLS 1.2', observed: https({ sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }) },
    evidence: ['SslPolicy: ELBSecurityPolicy-2016-08'],
    command: '--ssl-policy ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
  },
];
