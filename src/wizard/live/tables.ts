// Converts attributes and properties to config keys, using the tables in alb/ in reverse.
import type { Setting, SettingTable } from '../../alb/setting.ts';
import type { Attributes, Draft } from './live.ts';

/**
 * Sets the config keys of all settings in a table, except those matching `except`, which are handled separately.
 * Settings without a config key are listed as left out, unless they are at ELB's default.
 */
export function takeOver(
  draft: Draft,
  settings: Attributes,
  table: SettingTable,
  where: string,
  except: RegExp = /^$/,
): void {
  for (const [key, text] of settings) {
    if (except.test(key)) continue;
    const setting = table[key];
    if (setting?.configKey !== undefined) draft.set(setting.configKey, valueOf(setting, text));
    else if (text !== '' && text !== setting?.default && !isFixed(setting, text))
      draft.leave(`${where}: ${key} = ${text}`);
  }
}

/** A setting with only one possible value carries no information. */
const isFixed = (setting: Setting | undefined, text: string): boolean =>
  setting?.values.kind === 'enum' && setting.values.values.length === 1 && setting.values.values[0] === text;

/** The value in the type that the config uses. */
export function valueOf({ values: { kind } }: Setting, text: string): string | number | boolean {
  if (kind === 'boolean') return text === 'true';
  return /^\d+$/.test(text) && kind !== 'string' ? Number(text) : text;
}
