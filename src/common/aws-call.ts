// An AWS call as data. The SDK runs it (src/aws/session.ts); where users may want to repeat it, it is printed as the
// equivalent AWS CLI command.
import { awsCommand, type AwsOptions } from './shell.ts';
import type { AwsInput, AwsOperations, AwsOutput, AwsService } from './aws-operations.ts';

/** Anything that can be printed as a command, whether or not this program can run it. */
export interface AwsRequest {
  /** The AWS CLI's name for it: `elbv2`, `s3api`. */
  readonly service: string;
  /** The API's name for it: `DescribeListeners`. */
  readonly operation: string;
  /** Members by their API names; times are Dates. */
  readonly input: object;
  /** Stop after this many items. By default all pages are read. */
  readonly maxItems?: number;
}

/** A call that this program can run. */
export interface AwsCall<Output = unknown> extends AwsRequest {
  readonly service: AwsService;
  /** Only for the type: what the call returns. */
  readonly output?: Output;
}

/** Creates a call, with its input checked against the SDK's types. */
export const awsCall = <S extends AwsService, O extends AwsOperations[S] & string>(
  service: S,
  operation: O,
  input: AwsInput<S, O> & object,
  { maxItems }: { readonly maxItems?: number } = {},
): AwsCall<AwsOutput<S, O>> => ({
  service,
  operation,
  input,
  ...(maxItems !== undefined && { maxItems }),
});

/** `aws …` on one line, ready to paste. Callers add `--output json` or `--query` themselves. */
export const awsCallCommand = (
  call: AwsRequest,
  options: AwsOptions = {},
  extra: readonly string[] = [],
): string => awsCommand([...cliArguments(call), ...extra], options);

/**
 * The AWS CLI arguments for a call, without `aws`. Every value reaches AWS unchanged: a leading hyphen does not make it
 * an option, and `file://` does not make it a file to read.
 */
export function cliArguments({ service, operation, input, maxItems }: AwsRequest): string[] {
  const entries = Object.entries(input as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== undefined,
  );
  // A text that the AWS CLI would take as a file's address has to go into a JSON argument.
  const asJson = entries.filter(([, value]) => isFetched(value));
  const plain = entries.filter(([, value]) => !isFetched(value));
  return [
    service,
    hyphenated(operation),
    ...plain.flatMap(([name, value]) => option(`--${hyphenated(name)}`, value)),
    ...(asJson.length === 0 ? [] : ['--cli-input-json', JSON.stringify(Object.fromEntries(asJson))]),
    ...(maxItems === undefined ? [] : ['--max-items', String(maxItems)]),
  ];
}

/**
 * `DescribeSSLPolicies` -> `describe-ssl-policies`, `LoadBalancerArns` -> `load-balancer-arns`. The rules are those of
 * `xform_name` in botocore.
 */
export const hyphenated = (name: string): string =>
  name
    .replace(/[A-Z]{2,}s$/, (plural) => `-${plural.toLowerCase()}`)
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();

/** Version 1 of the AWS CLI also fetches http:// and https:// addresses. */
const isFetched = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length === 1 && isFetched(value[0])
    : typeof value === 'string' && /^(file|fileb|https?):\/\//.test(value);

function option(name: string, value: unknown): string[] {
  if (typeof value === 'boolean') return [value ? name : name.replace('--', '--no-')];
  if (Array.isArray(value)) return [name, ...listValues(value)];
  const text = scalar(value) ?? shorthand(value) ?? JSON.stringify(value);
  // As one argument, because otherwise the value would be read as an option.
  return text.startsWith('-') ? [`${name}=${text}`] : [name, text];
}

function listValues(values: readonly unknown[]): string[] {
  const scalars = values.map(scalar);
  if (values.length > 0 && scalars.every((text) => text !== undefined && /^[^-[{\s]/.test(text)))
    return scalars.filter((text) => text !== undefined);
  const short = values.map(shorthand);
  return values.length > 0 && short.every((text) => text !== undefined)
    ? short.filter((text) => text !== undefined)
    : [JSON.stringify(values)];
}

function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return value instanceof Date ? value.toISOString().replace('.000Z', 'Z') : undefined;
}

/** Values that shorthand syntax takes without quotes. */
const PLAIN = /^[\w.:/@*+-]*$/;

/** `Name=vpc-id,Values=a,b`: a flat structure of plain values; undefined if it needs JSON. */
function shorthand(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || value instanceof Date) return undefined;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const parts = members.map(([name, member]): string | undefined => {
    const values = (Array.isArray(member) ? member : [member]).map((one: unknown) =>
      typeof one === 'boolean' ? String(one) : scalar(one),
    );
    const isPlain = values.length > 0 && values.every((one) => one !== undefined && PLAIN.test(one));
    // A single value needs no comma to be a list, but an empty value in a list would be lost.
    if (!isPlain || (Array.isArray(member) && values.includes(''))) return undefined;
    return `${name}=${values.join(',')}`;
  });
  return members.length > 0 && parts.every((part) => part !== undefined) ? parts.join(',') : undefined;
}
