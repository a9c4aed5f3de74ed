// The validated config of each preset. The build runs this module and replaces it by its result: scripts/evaluated.mjs.
import { readFileSync } from 'node:fs';
import { PRESETS, type PresetName } from '../../config/presets.ts';
import type { Config } from '../../config/schema/index.ts';
import { readSource } from '../../config/sources.ts';
import { validateConfig } from '../../config/validate.ts';
import { packageFile } from '../io/package-file.ts';

/** Returns a fresh copy on each call. */
export const parsedPreset = (name: PresetName): Config => structuredClone(allPresets()[name]);

/**
 * For scripts/evaluated.mjs.
 *
 * @public
 * @throws {Error} when a preset is invalid or causes warnings.
 */
export const allPresets = (): Record<PresetName, Config> =>
  Object.fromEntries(
    Object.keys(PRESETS).map((name) => {
      const text = readFileSync(packageFile(`templates/${name}/websocket-alb.yaml`), 'utf8');
      const { value } = readSource('preset', { name, text });
      const result = validateConfig(value);
      if (!result.ok || result.warnings.length > 0) throw new Error(`the preset ${name} is invalid`);
      return [name, result.config];
    }),
  ) as Record<PresetName, Config>;
