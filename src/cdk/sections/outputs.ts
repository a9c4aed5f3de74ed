import type { Output, Section } from '../../template/types.ts';
import { fromTemplate, type References } from '../from-template.ts';
import { core } from '../library.ts';
import { create, THIS } from '../source/nodes.ts';
import { run, type Statement } from '../source/statements.ts';

/** The outputs of a section, with the descriptions and export names of the template. */
export const outputsOf = ({ outputs = {} }: Section, references: References): Statement[] =>
  Object.entries(outputs).map(([id, output]) => run(outputOf(id, output, references)));

const outputOf = (id: string, { Description, Value, Export }: Output, references: References) =>
  create(core('CfnOutput'), THIS, id, {
    description: Description,
    // The subnets are a list in the template, and lists cannot be referenced.
    value: references[id] ?? fromTemplate(Value, references),
    exportName: Export && fromTemplate(Export.Name, references),
  });
