import type { Config } from '../config/schema/index.ts';
import { keyValues } from './key-values.ts';

/** Tags in CloudFormation's form. */
export const tagList = (tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] =>
  keyValues(Object.entries(tags));

/** The tags of a resource: a Name to recognize it in the console, then the config's own, which win. */
export const tags = (config: Config, role: string): { Key: string; Value: string }[] =>
  tagList({ Name: `${config.name}-${role}`, ...config.tags });
