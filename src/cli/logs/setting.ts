// Settings that the report takes from a config, or from options instead.
import { LOAD_BALANCER_ATTRIBUTES } from '../../alb/load-balancer-settings.ts';
import type { Recognition } from '../../logs/recognition.ts';
import type { ReportSettings } from '../../logs/report/types.ts';
import { configFiles } from '../shared/config-options.ts';
import { loadConfig } from '../shared/config.ts';
import type { LogsOptions } from './logs-options.ts';
import { recognitionOf } from './recognition.ts';

export type Setting = Pick<ReportSettings, 'idleTimeout' | 'idleTimeoutOrigin' | 'stickiness'> & Recognition;

const DEFAULT = {
  idleTimeout: Number(LOAD_BALANCER_ATTRIBUTES['idle_timeout.timeout_seconds'].default),
  idleTimeoutOrigin: 'default',
} as const;

/** The idle timeout and whether cookies are sticky: as given, or from a config if there is one, or ELB's default. */
export async function settingOf(given: number | undefined, { config, set }: LogsOptions): Promise<Setting> {
  const givenTimeout =
    given === undefined ? undefined : ({ idleTimeout: given, idleTimeoutOrigin: 'given' } as const);
  // With --idle-timeout, a config that just happens to be in the folder is not needed.
  const files = givenTimeout === undefined ? configFiles({ ...(config && { config }) }) : (config ?? []);
  if (files.length === 0 && set === undefined) return { stickiness: undefined, ...(givenTimeout ?? DEFAULT) };
  const { loadBalancer, target, routes } = await loadConfig({
    ...(config && { config }),
    ...(set && { set }),
  });
  return {
    ...recognitionOf(target, routes),
    stickiness: target.stickiness.type !== 'none',
    ...(givenTimeout ?? { idleTimeout: loadBalancer.idleTimeout, idleTimeoutOrigin: 'config' }),
  };
}
