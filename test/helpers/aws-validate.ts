// AWS's own validator. Its findings above INFO are what CloudFormation or a reviewer would complain about.
import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';

let engine: InstanceType<typeof RegoEngine> | undefined;

class InMemory extends TemplateFile {
  readonly text: string;
  constructor(text: string) {
    super('template.yaml');
    this.text = text;
  }
  override readBytes(): Uint8Array {
    return Buffer.from(this.text);
  }
}

const diagnosticsOf = (text: string) =>
  (engine ??= new RegoEngine()).validateStandard(new InMemory(text)).diagnostics;

/** The properties of a template that CloudFormation can change by replacing the resource only: `LogicalId.Properties.Name`. */
export const createOnlyProperties = (text: string): string[] =>
  diagnosticsOf(text)
    .filter(({ ruleId }) => ruleId === 'I9001')
    .map(({ entity, propertyPath }) => `${entity?.logicalId}.${propertyPath}`);

/** What AWS's validator says about a template, above INFO. */
export function awsFindings(text: string): string[] {
  return diagnosticsOf(text)
    .filter(({ severity }) => severity !== 'INFO')
    .map(({ severity, ruleId, message }) => `${severity} ${ruleId}: ${message}`);
}
