// What the sections of the generated stack have in common.
import type { Config } from '../config/schema/index.ts';
import type { Section } from '../template/types.ts';
import type { References } from './from-template.ts';
import { core } from './library.ts';
import { call, type Expression, type Value } from './source/nodes.ts';
import { run, type Field, type Method, type Statement } from './source/statements.ts';

/** One section of the stack: what it adds to the class. */
export interface Part {
  /** Statements of the constructor, below the title and comment of the template's section. */
  readonly statements: readonly Statement[];
  readonly methods?: readonly Method[];
  /** What other code can use from the stack. */
  readonly fields?: readonly Field[];
  /** What the stack needs to be given because the config does not contain it. */
  readonly props?: readonly Prop[];
  /** The constructor's names for the resources that the template's outputs refer to. */
  readonly references?: References;
}

/** A property of the stack's props, with a placeholder that shows its form. */
export interface Prop extends Field {
  readonly placeholder: Value;
}

/** The template's sections, by title: their comments and descriptions are written there, once. */
export type Sections = ReadonlyMap<string, Section>;

/** A section of the template, by title. */
export function sectionOf(sections: Sections, title: string): Section {
  const found = sections.get(title);
  if (!found) throw new Error(`the template has no section ${title}`);
  return found;
}

/** The description of a template parameter. */
export function describedAs(sections: Sections, parameter: string): string {
  for (const { parameters } of sections.values()) {
    const found = parameters?.[parameter];
    if (found) return `${found.Description}.`;
  }
  throw new Error(`the template has no parameter ${parameter}`);
}

/** The Name tag, which the console shows: the config's own, if its tags include one. */
export const nameTag = ({ name, tags }: Config, role: string): string => tags['Name'] ?? `${name}-${role}`;

/** Sets a construct's Name tag, unless the config's own tags do. */
export const tagName = (construct: Expression, config: Config, role: string): Statement[] =>
  config.tags['Name'] === undefined
    ? [run(call(call(core('Tags'), 'of', construct), 'add', 'Name', nameTag(config, role)))]
    : [];
