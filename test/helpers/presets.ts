import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PRESETS, type PresetName } from '../../src/config/presets.ts';
import { readSource } from '../../src/config/sources.ts';

export const presetNames = Object.keys(PRESETS) as PresetName[];

export const presetFile = (name: PresetName, file: string): string => resolve('templates', name, file);

/** The config of a preset, as written in its file. */
export const presetInput = (name: PresetName): Record<string, unknown> => ({
  ...readSource('preset', { name, text: readFileSync(presetFile(name, 'websocket-alb.yaml'), 'utf8') }).value,
});
