// Shared by the readers of single resources, which convert arguments to the CloudFormation properties that the rules
// know.
import { items, list, map, properties, reference, scalar, type Node, type Property } from '../check/node.ts';
import type { Resource } from '../check/template.ts';
import { isRecord, string } from '../common/json.ts';
import { Argument } from './argument.ts';
import { rootsOf, type Root } from './links.ts';
import type { Instance, Plan } from './plan.ts';
import { Spots } from './spots.ts';

/**
 * CloudFormation's names for attributes that other resources refer to; for other attributes, the reference is to the
 * resource.
 */
const ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_lb: { arn_suffix: 'LoadBalancerFullName', name: 'LoadBalancerName', dns_name: 'DNSName' },
  aws_ecs_service: { name: 'Name' },
  aws_lb_target_group: { arn_suffix: 'TargetGroupFullName', name: 'TargetGroupName' },
};

/** Attributes that identify an instance elsewhere, if they are known. */
const IDENTITIES = ['arn', 'id'] as const;

export class Translation {
  readonly spots = new Spots();
  readonly #byType = new Map<string, Instance[]>();
  readonly #byIdentity = new Map<string, Instance>();

  constructor(plan: Plan) {
    for (const one of plan.instances) {
      const type = canonical(one.type);
      const list = this.#byType.get(type);
      if (list) list.push(one);
      else this.#byType.set(type, [one]);
      if (!IDENTIFIED.test(type)) continue;
      for (const key of IDENTITIES) {
        const value = string(one.values[key]);
        if (value !== undefined && value !== '') this.#byIdentity.set(value, one);
      }
    }
  }

  /** The instances of a type; `aws_alb…` counts as `aws_lb…`. */
  of(type: string): readonly Argument[] {
    return (this.#byType.get(type) ?? []).map((one) => Argument.all(one, this.spots));
  }

  /** What an argument with an ARN or ID refers to; undefined if nothing is set. */
  link(argument: Argument): Node | undefined {
    const { value, line } = argument;
    if (typeof value === 'string' && value !== '') {
      const instance = this.#byIdentity.get(value);
      return instance ? reference(instance.address, line) : scalar(value, line);
    }
    if (!argument.isUnknown) return undefined;
    const [root, second] = this.roots(argument) ?? [];
    return root && !second ? this.#referenceTo(root, line) : argument.unknownNode();
  }

  /** The instance that an argument refers to; undefined if there is none, or it is not known. */
  target(argument: Argument): Instance | undefined {
    if (typeof argument.value === 'string') return this.#byIdentity.get(argument.value);
    const [root, second] = this.roots(argument) ?? [];
    return second ? undefined : root?.instance;
  }

  /** A list of ARNs or IDs. */
  links(argument: Argument): Node | undefined {
    const { line } = argument;
    const { value } = argument;
    if (Array.isArray(value) && !value.includes(null)) {
      if (value.length === 0) return undefined;
      const items = value.map(String).map((one) => {
        const instance = this.#byIdentity.get(one);
        return instance ? reference(instance.address, line) : scalar(one, line);
      });
      return list(items, line);
    }
    if (!argument.isUnknown && !Array.isArray(value)) return undefined;
    const roots = this.roots(argument);
    if (!roots || roots.length === 0 || roots.some(({ instance }) => !instance))
      return argument.unknownNode();
    return list(
      roots.map((root) => this.#referenceTo(root, line)),
      line,
    );
  }

  roots(argument: Argument): Root[] | undefined {
    return rootsOf(argument.written, argument.owner);
  }

  /** A reference to an attribute, under CloudFormation's name. */
  attribute({ instance, attribute = 'id' }: Root & { readonly instance: Instance }, line: number): Node {
    return reference(instance.address, line, ATTRIBUTES[canonical(instance.type)]?.[attribute]);
  }

  #referenceTo(root: Root, line: number): Node {
    return root.instance ? reference(root.instance.address, line) : scalar(root.external, line);
  }
}

const IDENTIFIED = /^aws_(lb|s3_bucket|security_group|subnet|ecs_|route_table|autoscaling_group)/;

/** `aws_alb` and `aws_alb_…` are aliases. */
const canonical = (type: string): string => type.replace(/^aws_alb(?=$|_)/, 'aws_lb');

/** A resource in the form that the rules expect, with its address as the ID. */
export function resourceOf(
  { owner, line }: Argument,
  type: string,
  entries: readonly Property[],
  id = owner.address,
): Resource {
  const own = properties(line, entries) ?? map(new Map(), line);
  const node = map(
    new Map([
      ['Type', { line, value: scalar(type, line) }],
      ['Properties', { line, value: own }],
    ]),
    line,
  );
  return { id, type, line, node, properties: own, says: namesOf(owner) };
}

/** Names that modules use for their only resource of a type. */
const GENERIC = /^(this|main|default|self|lb|alb|tg|target_group|listener|rule)$/;

/** The name and index of an instance; also those of its module if its own name is generic. */
function namesOf({ name, index, module }: Instance): string[] {
  const own = [name, ...(typeof index === 'string' ? [index] : [])];
  if (!GENERIC.test(name)) return own;
  return [...own, module.name, ...(typeof module.index === 'string' ? [module.index] : [])];
}

/** Tags, including the provider's default_tags. */
export function tagsOf(argument: Argument): Node | undefined {
  const all = argument.at('tags_all');
  const own = argument.at('tags');
  const from = isRecord(all.value) ? all : own;
  if (isRecord(from.value)) {
    const { line } = own;
    return items(
      line,
      Object.entries(from.value).map(([key, value]) =>
        properties(line, [
          ['Key', scalar(key, line)],
          ['Value', typeof value === 'string' ? scalar(value, line) : argument.unknownNode()],
        ]),
      ),
    );
  }
  return own.isUnknown ? own.unknownNode() : undefined;
}
