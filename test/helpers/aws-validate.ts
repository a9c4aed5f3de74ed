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

/** What AWS's validator says about a template, above INFO. */
export function awsFindings(text: string): string[] {
  engine ??= new RegoEngine();
  return engine
    .validateStandard(new InMemory(text))
    .diagnostics.filter(({ severity }) => severity !== 'INFO')
    .map(({ severity, ruleId, message }) => `${severity} ${ruleId}: ${message}`);
}
