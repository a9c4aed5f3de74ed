import { TABLES_OF } from '../../alb/limits.ts';
import { NOT_FOR_APPLICATION } from '../../alb/not-for-alb.ts';
import { isAttribute, SETTINGS } from '../../alb/rule.ts';
import type { Subject } from '../../alb/setting.ts';
import { elbApi } from '../../alb/sources.ts';
import { certain } from '../../alb/finding.ts';
import { nearest, nearestAll } from '../../common/nearest.ts';
import { inAttributes } from '../fix/attributes.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { ATTRIBUTE_LISTS } from '../settings.ts';
import { allParts } from './parts.ts';

/** Documented in the user guide, for HTTP2 target groups; not yet in the API model. */
const KNOWN_ELSEWHERE = new Set(['waf.http2.traffic_inspection_behavior']);

/**
 * The share of name parts that only one of the keys has: `idle_timeout` differs little from
 * `idle_timeout.timeout_seconds`.
 */
const difference = (left: string, right: string): number => {
  const parts = new Set(left.split(/[._]/));
  const others = right.split(/[._]/);
  const all = parts.size + others.length;
  return (all - 2 * others.filter((part) => parts.has(part)).length) / all;
};

/** Much longer than any key, so that no key can be close to it. */
const MAX_KEY_LENGTH = 128;

/** The key that was meant, judged by its parts or its letters; undefined if none is close. */
function meant(key: string, known: readonly string[]): string | undefined {
  if (key.length > MAX_KEY_LENGTH) return undefined;
  const [best] = known
    .map((candidate) => ({ candidate, share: difference(key, candidate) }))
    .filter(({ share }) => share <= 1 / 3)
    .toSorted((left, right) => left.share - right.share);
  return best?.candidate ?? nearest(key, known);
}

/** The only key that can be meant; undefined if another one is as close, by parts or by letters. */
function onlyMeant(key: string, known: readonly string[]): string | undefined {
  const best = meant(key, known);
  if (best === undefined) return undefined;
  const share = difference(key, best);
  const asClose = known.filter((candidate) => difference(key, candidate) <= share);
  const byLetters = nearestAll(key, known);
  const isAlone = share > 1 / 3 || (asClose.length === 1 && asClose[0] === best);
  return isAlone && byLetters.every((candidate) => candidate === best) ? best : undefined;
}

const KNOWN: Readonly<Record<Subject, readonly string[]>> = {
  'load-balancer': Object.keys(SETTINGS['load-balancer']).filter(isAttribute),
  'target-group': Object.keys(SETTINGS['target-group']).filter(isAttribute),
  listener: Object.keys(SETTINGS.listener).filter(isAttribute),
};

const knownIn = (list: unknown): readonly string[] =>
  Object.entries(ATTRIBUTE_LISTS).flatMap(([subject, name]) =>
    name === list ? KNOWN[subject as Subject] : [],
  );

/** Parts have a few dozen attributes; if more than this are unknown, suggestions do not help. */
const MAX_NEAREST = 50;

export const attributeUnknown: CheckRule = {
  code: 'attribute-unknown',
  severity: 'error',
  group: 'refused',
  title: 'Attribute that does not exist',
  why: 'ELB refuses an attribute that it does not know; linters do not look at attribute keys. A key that resembles no known one is a warning: AWS adds attributes.',
  source: elbApi('LoadBalancerAttribute'),
  basis: certain(
    `the lists of the API reference and the user guide of ${TABLES_OF}, for a key that is close to a known one`,
  ),
  judge: each(allParts, ({ attributes, subject }) => {
    const known = KNOWN[subject];
    const all = new Set(known);
    return attributes
      .filter(({ key }) => !all.has(key) && !NOT_FOR_APPLICATION.has(key) && !KNOWN_ELSEWHERE.has(key))
      .map(({ key, line }, index) => {
        const near = index < MAX_NEAREST ? meant(key, known) : undefined;
        const args = { key, list: ATTRIBUTE_LISTS[subject], nearest: near };
        return near === undefined ? { ...violation(line, args), severity: 'warning' } : violation(line, args);
      });
  }),
  fix: {
    mode: 'safe',
    what: 'Corrects the key where exactly one known key is close.',
    ...inAttributes(({ key }, { list }) => {
      const to = onlyMeant(key, knownIn(list));
      return to === undefined ? undefined : { do: 'rename', to };
    }),
  },
  words: ({ key, list, nearest: near }) =>
    near === undefined
      ? {
          what: `${String(key)} in ${String(list)} is not known here.`,
          allowed: `the attributes of ${TABLES_OF}, or newer ones`,
          remedy: 'Check the key: ELB refuses one that it does not know either.',
        }
      : {
          what: `${String(key)} is not an attribute in ${String(list)} of an Application Load Balancer.`,
          remedy: `Did you mean ${String(near)}?`,
        },
};
