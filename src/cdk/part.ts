// What the sections of the generated stack have in common.
import type { Config } from '../config/schema/index.ts';
import type { Section } from '../template/types.ts';
import type { References } from './from-template.ts';
import { core } from './library.ts';
import { call, type Expression, type Value } from './source/nodes.ts';
import { run, type Field, type Method, type Statement } from './source/statements.ts';

/** One concern of the stack: what it adds to the class. */
export interface Part {
  /** In the constructor, under the title and the comment of the template's section. */
  readonly statements: readonly Statement[];
  readonly methods?: readonly Method[];
  /** What others may use of the stack. */
  readonly fields?: readonly Field[];
  /** What the stack must be told, because the config does not say it. */
  readonly props?: readonly Prop[];
  /** What the constructor calls the things that the template's outputs refer to. */
  readonly references?: References;
}

/** A property of the stack's props, with a value that shows its form. */
export interface Prop extends Field {
  readonly placeholder: Value;
}

/** The sections of the template: the words about a concern are written there, once. */
export type Sections = ReadonlyMap<string, Section>;

/** A section of the template by its title. */
export function sectionOf(sections: Sections, title: string): Section {
  const found = sections.get(title);
  if (!found) throw new Error(`the template has no section ${title}`);
  return found;
}

/** The description of a parameter of the template. */
export function describedAs(sections: Sections, parameter: string): string {
  for (const { parameters } of sections.values()) {
    const found = parameters?.[parameter];
    if (found) return `${found.Description}.`;
  }
  throw new Error(`the template has no parameter ${parameter}`);
}

/** The name in the console: the config's own, if its tags hold one. */
export const nameTag = ({ name, tags }: Config, role: string): string => tags['Name'] ?? `${name}-${role}`;

/** Names a construct in the console, unless the tags of the config name everything. */
export const tagName = (construct: Expression, config: Config, role: string): Statement[] =>
  config.tags['Name'] === undefined
    ? [run(call(call(core('Tags'), 'of', construct), 'add', 'Name', nameTag(config, role)))]
    : [];
