// AWS's own validator. Its findings above INFO are what CloudFormation or a reviewer would object to.
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

/** The properties of a template that CloudFormation can only change by replacing the resource: `LogicalId.Properties.Name`. */
export const createOnlyProperties = (text: string): string[] =>
  diagnosticsOf(text)
    .filter(({ ruleId }) => ruleId === 'I9001')
    .map(({ entity, propertyPath }) => `${entity?.logicalId}.${propertyPath}`);

/** The findings of AWS's validator on a template, above INFO. */
export function awsFindings(text: string): string[] {
  return diagnosticsOf(text)
    .filter(({ severity }) => severity !== 'INFO')
    .map(({ severity, ruleId, message }) => `${severity} ${ruleId}: ${message}`);
}
