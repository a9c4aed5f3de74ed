import { parseConfig } from '../../src/config/validate.ts';
import { buildTemplate, templateObject } from '../../src/template/build.ts';
import { renderJson, renderYaml } from '../../src/template/render.ts';
import type { Resource, TemplateObject } from '../../src/template/types.ts';

export const yamlOf = (input: unknown): string => renderYaml(buildTemplate(parseConfig(input)));
export const jsonOf = (input: unknown): string => renderJson(buildTemplate(parseConfig(input)));
export const objectOf = (input: unknown): TemplateObject => templateObject(buildTemplate(parseConfig(input)));

/** A resource by its logical id; throws if there is none. */
export function resource(template: TemplateObject, id: string): Resource {
  const found = template.Resources[id];
  if (!found) throw new Error(`no resource ${id} among ${Object.keys(template.Resources).join(', ')}`);
  return found;
}

/** The attributes of a load balancer or target group as an object. */
export function attributes(template: TemplateObject, id: string): Record<string, unknown> {
  const { Properties } = resource(template, id);
  const list = (Properties['LoadBalancerAttributes'] ?? Properties['TargetGroupAttributes']) as {
    Key: string;
    Value: unknown;
  }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}
