// What only the reader of manifests can see: annotations, and groups whose members disagree.
import { certain } from '../../alb/finding.ts';
import type { Args, CheckRule, Judgement } from '../rule.ts';

const GUIDE =
  'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/';
const SOURCE = certain('the controller’s guide and its source, version 3.5');

/** Makes the rule for something that a reader found. */
const remarked = (
  code: string,
  rule: Pick<CheckRule, 'severity' | 'group' | 'title' | 'why' | 'fix'> & {
    readonly words: CheckRule['words'];
  },
): CheckRule => ({
  code,
  source: GUIDE,
  basis: SOURCE,
  ...rule,
  *judge({ template }): Generator<Judgement> {
    for (const { code: own, resource, line, args } of template.remarks ?? [])
      if (own === code) yield { verdict: 'violated', resource, line, args };
  },
});

const quoted = (args: Args, key: string): string => JSON.stringify(String(args[key]));

const annotationUnknown = remarked('annotation-unknown', {
  severity: 'warning',
  group: 'routing',
  title: 'Unknown annotation',
  why: 'The controller silently ignores an annotation that it does not know, so the setting keeps its default. A newer version may know it.',
  fix: {
    mode: 'suggest',
    what: 'Renames it where exactly one annotation is close.',
    inManifests: { kind: 'annotation-name' },
  },
  words: ({ name, near }) => ({
    what: `${String(name)} is not an annotation of the AWS Load Balancer Controller.`,
    remedy: near === undefined ? 'Look its name up in the guide.' : `Did you mean ${String(near)}?`,
  }),
});

const annotationValue = remarked('annotation-value', {
  severity: 'error',
  group: 'refused',
  title: 'Annotation with a value that the controller cannot read',
  why: 'The controller fails for the Ingress and its whole group: no member is updated until the value is fixed.',
  fix: {
    mode: 'safe',
    what: 'Corrects the capitals of a word, such as Internal for internal; other values are left alone.',
    inManifests: { kind: 'annotation-word' },
  },
  words: (args) => ({
    what: `${String(args['name'])} is ${quoted(args, 'value')}.`,
    allowed: String(args['allowed']),
    remedy: 'Correct the value.',
  }),
});

const ingressGroupConflict = remarked('ingress-group-conflict', {
  severity: 'error',
  group: 'refused',
  title: 'Ingresses of a group that want different load balancers',
  why: 'A group is one load balancer, with one value for each setting: on a conflict the controller reports it and changes nothing for any member.',
  words: (args) => ({
    what: `It wants ${String(args['what'])} to be ${quoted(args, 'value')}, and ${String(args['by'])} of the same group wants ${quoted(args, 'first')}.`,
    allowed: 'one value in a group, or one in the IngressClassParams of its class',
    remedy: 'Set it in one member of the group only, or to the same value in all of them.',
  }),
});

const listenerAttributesUnused = remarked('listener-attributes-unused', {
  severity: 'warning',
  group: 'routing',
  title: 'Attributes for a listener that the Ingress does not have',
  why: 'The annotation’s name ends in a listener’s protocol and port; with any other ending it does nothing.',
  words: ({ listener, known }) => ({
    what: `The Ingress has no listener ${String(listener)}.`,
    allowed: String(known),
    remedy: 'Name a listener of listen-ports, such as HTTPS-443.',
  }),
});

export const KUBERNETES_RULES: readonly CheckRule[] = [
  annotationUnknown,
  annotationValue,
  ingressGroupConflict,
  listenerAttributesUnused,
];
