import type { Severity, Words } from '../../alb/finding.ts';
import type { Path } from '../path.ts';
import type { Config } from '../schema/index.ts';

/** A rule about config keys that do not correspond to an ELB attribute. What ELB itself rejects is in alb/rules. */
export interface ConfigRule {
  readonly code: string;
  readonly severity: Severity;
  /** The keys in conflict. The finding points at the first of them that the user has set. */
  readonly keys: readonly [string, ...string[]];
  violated(config: Config): boolean;
  words(config: Config): Words;
}

/** A rule about routes. Several may violate it, and each is reported at its own key. */
export interface RouteRule {
  readonly code: string;
  readonly severity: Severity;
  violations(config: Config): readonly RouteViolation[];
  words(args: RouteArgs): Words;
}

export interface RouteViolation {
  readonly path: Path;
  /** What the message needs. */
  readonly args: RouteArgs;
}

export type RouteArgs = Readonly<Record<string, string | number | undefined>>;
