/** The presets, by name, with what each is for. Each is a folder in `templates/`. */
export const PRESETS = {
  production: 'HTTPS, logs, alarms and a dashboard, in a VPC that exists. The default.',
  'quick-start': 'HTTP only, without logs, alarms and dashboard: to try it out.',
} as const;

export type PresetName = keyof typeof PRESETS;
