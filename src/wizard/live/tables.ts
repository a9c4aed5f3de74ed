// Attributes and properties as keys of the config: the tables of alb/, read the other way round.
import type { Setting, SettingTable } from '../../alb/setting.ts';
import type { Attributes, Draft } from './live.ts';

/**
 * Sets the keys of all settings that a table has a key for, but for those under `except`, which have words of their own.
 * Settings that it has none for are left, unless they are at ELB's default.
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

/** A setting that has one value only says nothing. */
const isFixed = (setting: Setting | undefined, text: string): boolean =>
  setting?.values.kind === 'enum' && setting.values.values.length === 1 && setting.values.values[0] === text;

/** In the type that the config has for it. */
export function valueOf({ values: { kind } }: Setting, text: string): string | number | boolean {
  if (kind === 'boolean') return text === 'true';
  return /^\d+$/.test(text) && kind !== 'string' ? Number(text) : text;
}
