// Stack names that CloudFormation accepts. Source: CloudFormation API, CreateStack.
const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

export const isStackName = (name: string): boolean => STACK_NAME.test(name);

export const STACK_NAME_WORDS = '1–128 letters, digits and hyphens, beginning with a letter';
