// The end of the wizard: deploys the new config like `websocket-alb deploy`, and asks for missing parameter values.
import type { AwsTarget } from '../../aws/target.ts';
import { child, text } from '../../check/node.ts';
import type { Parameter } from '../deploy/before-sending.ts';
import { notAnId } from '../deploy/missing-parameters.ts';
import { violatedBy } from '../deploy/parameter-values.ts';
import { isStackName, STACK_NAME_WORDS } from '../deploy/stack-name.ts';
import type { LookupKind, Option } from '../../wizard/question.ts';
import { BACK, type Respondent } from '../../wizard/session.ts';
import { ask, confirm } from '../io/prompts.ts';
import { Account } from './account.ts';
import { terminalRespondent } from './wizard.ts';

/** Deploys a config; returns the exit code. */
export async function deployNow(file: string, target: AwsTarget): Promise<number> {
  const [{ deployWith }, { templateSource }] = await Promise.all([
    import('../deploy/deployment.ts'),
    import('../deploy/template-source.ts'),
  ]);
  const { text: template, chosenName } = await templateSource({ config: [file] }, false);
  const stackName = await ask<string>({
    type: 'input',
    message: 'The stack name: a new one, or one to update',
    default: chosenName ?? 'websocket-alb',
    validate: (name: string) => isStackName(name) || STACK_NAME_WORDS,
  });
  const account = new Account(target);
  try {
    const askValues = (missing: readonly Parameter[]) => valuesOf(missing, terminalRespondent(account));
    return await deployWith(template, { ...target, stackName, confirm, review: true, askValues }, []);
  } finally {
    await account.close();
  }
}

/**
 * The list to choose a parameter's value from, by its type; by name for certificates, which have no type of their own.
 */
const LOOKUPS: Readonly<Record<string, LookupKind>> = {
  'AWS::EC2::VPC::Id': 'vpcs',
  'List<AWS::EC2::Subnet::Id>': 'subnets',
  'List<AWS::EC2::Instance::Id>': 'instances',
  CertificateArn: 'certificates',
};

/** KEY=VALUE for each parameter; {@link BACK} asks for the one before once more. */
async function valuesOf(missing: readonly Parameter[], respondent: Respondent): Promise<string[]> {
  const values: string[] = [];
  for (let index = 0; index < missing.length; index++) {
    const [name, declaration] = missing[index] ?? [];
    if (name === undefined || declaration === undefined) break;
    const type = text(child(declaration, 'Type')) ?? '';
    const kind = LOOKUPS[type] ?? LOOKUPS[name];
    const vpc = missing.findIndex(([, node]) => text(child(node, 'Type')) === 'AWS::EC2::VPC::Id');
    const options = kind ? await respondent.lookup(kind, vpc === -1 ? undefined : values[vpc]) : [];
    const words = text(child(declaration, 'Description'));
    const message = words === undefined ? name : `${name}: ${words.replaceAll(/\s+/g, ' ')}`;
    const validate = (answer: string): true | string =>
      answer.trim() === ''
        ? 'a value is needed'
        : (notAnId(answer, type) ?? violatedBy(answer, declaration) ?? true);
    const answer = await answerTo(
      message,
      { options, validate, isList: type.startsWith('List<') },
      respondent,
    );
    if (answer !== BACK) values[index] = answer;
    else if (index === 0) {
      respondent.refuse('This is the first question.');
      index--;
    } else index -= 2;
  }
  return missing.map(([name], index) => `${name}=${values[index] ?? ''}`);
}

const TYPE_IT = ' type it';

interface Answers {
  /** What the account offers; if empty, the user types. */
  readonly options: readonly Option[];
  readonly validate: (answer: string) => true | string;
  readonly isList: boolean;
}

async function answerTo(
  message: string,
  { options, validate, isList }: Answers,
  respondent: Respondent,
): Promise<string> {
  if (options.length > 0 && isList) return respondent.several(message, options, [], validate);
  if (options.length > 0) {
    const choices = [...options, { label: 'another: type it', value: TYPE_IT }];
    const answer = await respondent.choice(message, choices, '');
    if (answer !== TYPE_IT) return answer;
  }
  return respondent.text(message, '', validate);
}
