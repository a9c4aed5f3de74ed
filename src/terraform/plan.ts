// Reads the JSON of a plan or state into the resource instances that will exist, each with what its author wrote.
// https://developer.hashicorp.com/terraform/internals/json-format; OpenTofu uses the same format.
import { BrokenTemplate } from '../check/read.ts';
import { array, isRecord, record, string, type Json } from '../common/json.ts';

/** One instance of a resource: `module.chat.aws_lb.this[0]`. */
export interface Instance {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** A number with count, a string with for_each. */
  readonly index: unknown;
  readonly values: Json;
  /** Mirrors the values: `true` for one that is known only after the apply. */
  readonly unknown: Json;
  readonly module: Module;
  /** The arguments that the author wrote, as expressions; undefined if not known, as in a state. */
  readonly written: Json | undefined;
  /** It does not exist yet. */
  readonly isNew: boolean;
}

/** One instance of a module; the root has no parent. */
export interface Module {
  readonly address: string;
  /** The name of its module call. */
  readonly name: string;
  readonly index: unknown;
  readonly parent: Module | undefined;
  readonly config: Json | undefined;
  readonly instances: Instance[];
  /** By type and name: `aws_lb.chat`. */
  readonly named: Map<string, Instance[]>;
  readonly children: Module[];
}

export interface Plan {
  readonly kind: 'plan' | 'state';
  readonly instances: readonly Instance[];
}

/** A planned change. */
interface Change {
  readonly unknown: Json;
  readonly isNew: boolean;
}

const REMEDY =
  'Make the JSON of a plan: terraform plan -out plan.bin && terraform show -json plan.bin > plan.json.';

/** @throws {BrokenTemplate} when it is not the JSON of a plan or state. */
export function readPlan(source: string): Plan {
  const json = parse(source);
  const root = moduleOf('', '', undefined, undefined, undefined);
  if (json['version'] === 4 && Array.isArray(json['resources'])) {
    readStateFile(json, root);
    return { kind: 'state', instances: allOf(root) };
  }
  const version = string(json['format_version']);
  if (version === undefined) throw new BrokenTemplate('This is not a Terraform plan or state.', 1, REMEDY);
  if (!/^[01]\./.test(version))
    throw new BrokenTemplate(
      `This is Terraform’s JSON of format ${version}, and this version reads 0 and 1.`,
      1,
      'Use a newer version of websocket-alb, or the JSON of an older Terraform.',
    );
  const planned = json['planned_values'];
  const isPlan = isRecord(planned);
  const values = record(isPlan ? planned : json['values']);
  const changes = new Map<string, Change>();
  for (const one of array(json['resource_changes']).map(record)) {
    const change = record(one['change']);
    changes.set(string(one['address']) ?? '', {
      unknown: record(change['after_unknown']),
      isNew: change['before'] === null || change['before'] === undefined,
    });
  }
  const config = isPlan ? record(json['configuration'])['root_module'] : undefined;
  const top = moduleOf('', '', undefined, undefined, isRecord(config) ? config : undefined);
  readModule(record(values['root_module']), top, changes);
  return { kind: isPlan ? 'plan' : 'state', instances: allOf(top) };
}

function parse(source: string): Json {
  // Terragrunt's log output may come first.
  const start = source.indexOf('{');
  try {
    return record(JSON.parse(start > 0 ? source.slice(start) : source));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it ends too early';
    throw new BrokenTemplate(`This is not JSON: ${reason}.`, 1, REMEDY, true);
  }
}

const moduleOf = (
  address: string,
  name: string,
  index: unknown,
  parent: Module | undefined,
  config: Json | undefined,
): Module => ({ address, name, index, parent, config, instances: [], named: new Map(), children: [] });

function addTo(module: Module, instance: Instance): void {
  module.instances.push(instance);
  const key = `${instance.type}.${instance.name}`;
  const list = module.named.get(key);
  if (list) list.push(instance);
  else module.named.set(key, [instance]);
}

function readModule(values: Json, module: Module, changes: ReadonlyMap<string, Change>): void {
  const written = new Map(
    array(module.config?.['resources'])
      .map(record)
      .filter(({ mode }) => mode !== 'data')
      .map((one) => [`${String(one['type'])}.${String(one['name'])}`, record(one['expressions'])]),
  );
  for (const one of array(values['resources']).map(record)) {
    if (one['mode'] === 'data') continue;
    const [address, type, name] = [one['address'], one['type'], one['name']].map(string);
    if (address === undefined || type === undefined || name === undefined) continue;
    const change = changes.get(address);
    addTo(module, {
      address,
      type,
      name,
      index: one['index'],
      values: record(one['values']),
      unknown: change?.unknown ?? {},
      module,
      written: written.get(`${type}.${name}`),
      isNew: change?.isNew ?? false,
    });
  }
  const calls = record(module.config?.['module_calls']);
  for (const one of array(values['child_modules']).map(record)) {
    const address = string(one['address']) ?? '';
    const own = module.address === '' ? address : address.slice(module.address.length + 1);
    const [, name = '', index] = /^module\.([^.[]+)(?:\[(.*)\])?$/.exec(own) ?? [];
    const config = record(calls[name])['module'];
    const child = moduleOf(address, name, indexOf(index), module, isRecord(config) ? config : undefined);
    module.children.push(child);
    readModule(one, child, changes);
  }
}

/** Parses the index in an address: `0` or `"blue"`. */
export function indexOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Reads a state file, version 4: resources with their instances. */
function readStateFile(json: Json, root: Module): void {
  const modules = new Map([['', root]]);
  for (const one of array(json['resources']).map(record)) {
    const [type, name] = [string(one['type']), string(one['name'])];
    if (one['mode'] === 'data' || type === undefined || name === undefined) continue;
    const path = string(one['module']) ?? '';
    const module = modules.get(path) ?? moduleOf(path, path, undefined, undefined, undefined);
    if (!modules.has(path)) {
      modules.set(path, module);
      root.children.push(module);
    }
    for (const instance of array(one['instances']).map(record)) {
      // Waiting to be deleted.
      if (instance['deposed'] !== undefined) continue;
      const index = instance['index_key'];
      const own = `${type}.${name}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`;
      addTo(module, {
        address: path === '' ? own : `${path}.${own}`,
        type,
        name,
        index,
        values: record(instance['attributes']),
        unknown: {},
        module,
        written: undefined,
        isNew: false,
      });
    }
  }
}

const allOf = (module: Module): Instance[] => [...module.instances, ...module.children.flatMap(allOf)];
