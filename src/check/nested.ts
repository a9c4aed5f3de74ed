// Nested templates referenced by path, which `aws cloudformation package` uploads.
import { child, text } from './node.ts';
import type { Template } from './template.ts';

const LOCATIONS: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
};
const URL_SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** Paths of nested templates as written, relative to the template. URLs are left out. */
export function nestedTemplates({ resources }: Template): string[] {
  return [...resources.values()].flatMap(({ type, properties }) => {
    const path = text(child(properties, LOCATIONS[type] ?? ''));
    return path === undefined || path === '' || URL_SCHEME.test(path) ? [] : [path];
  });
}
