// What the readers of groups, services and gateways share.
import { jsonNode, list, map, scalar, type Entry, type Node } from '../check/node.ts';
import type { Remark, Resource } from '../check/template.ts';
import { PREFIX, type Annotation } from './annotations.ts';
import type { Manifest } from './manifests.ts';
import { Spots } from './spots.ts';

/** A value and the number of its place. */
export interface Setting {
  readonly value: string;
  readonly line: number;
}

export type Property = readonly [name: string, value: Node | undefined, line?: number];

const ELB = 'AWS::ElasticLoadBalancingV2::';
const BY_CONTROLLER = 'It is not written: the controller sends this default.';

export class Building {
  readonly spots = new Spots();
  readonly resources = new Map<string, Resource>();
  readonly remarks: Remark[] = [];
  readonly #services: ReadonlyMap<string, Manifest>;

  constructor(objects: readonly Manifest[]) {
    this.#services = new Map(
      objects.filter(({ kind }) => kind === 'Service').map((one) => [`${one.namespace}/${one.name}`, one]),
    );
  }

  service(namespace: string, name: string): Manifest | undefined {
    return this.#services.get(`${namespace}/${name}`);
  }

  /** The place of an annotation. */
  lineOf({ object, line, name }: Annotation): number {
    return this.spots.of(object, line, PREFIX + name);
  }

  setting(annotation: Annotation | undefined): Setting | undefined {
    return annotation && annotation.value.trim() !== ''
      ? { value: annotation.value.trim(), line: this.lineOf(annotation) }
      : undefined;
  }

  /** What the controller sends where nobody writes it. */
  byDefault(value: string, object: Manifest, argument?: string): Setting {
    return { value, line: this.spots.of(object, object.line, argument, BY_CONTROLLER) };
  }

  add(
    id: string,
    type: string,
    object: Manifest,
    properties: readonly Property[],
    says: readonly string[] = [id],
  ): Resource {
    const line = this.spots.of(object, object.line);
    const own = group(line, properties) ?? map(new Map(), line);
    const node = map(
      new Map([
        ['Type', { line, value: scalar(type, line) }],
        ['Properties', { line, value: own }],
        ...ignoresOf(object, line),
      ]),
      line,
    );
    const resource: Resource = { id, type: ELB + type, line, node, properties: own, says };
    this.resources.set(id, resource);
    return resource;
  }

  /** Something that only the reader sees. */
  remark(code: string, object: Manifest, line: number, args: Remark['args']): void {
    const resource: Resource = {
      id: `${object.kind} ${object.namespace}/${object.name}`,
      type: object.kind,
      line: this.spots.of(object, object.line),
      node: map(new Map(ignoresOf(object, line)), line),
      properties: undefined,
    };
    this.remarks.push({ code, resource, line, args });
  }
}

export const node = (setting: Setting | undefined): Node | undefined =>
  setting && scalar(setting.value, setting.line);

export function group(line: number, properties: readonly Property[]): Node | undefined {
  const entries = new Map<string, Entry>();
  for (const [name, value, at] of properties) if (value) entries.set(name, { line: at ?? value.line, value });
  return entries.size === 0 ? undefined : map(entries, line);
}

export function items(line: number, nodes: readonly (Node | undefined)[]): Node | undefined {
  const found = nodes.filter((one) => one !== undefined);
  return found.length === 0 ? undefined : list(found, line);
}

/** Attributes as CloudFormation lists them. */
export const attributes = (settings: ReadonlyMap<string, Setting>, line: number): Node | undefined =>
  items(
    line,
    [...settings].map(([key, one]) =>
      group(one.line, [
        ['Key', scalar(key, one.line)],
        ['Value', scalar(one.value, one.line)],
      ]),
    ),
  );

/** `websocket-alb.io/ignore: "code=reason; code2=reason"` */
const IGNORE = 'websocket-alb.io/ignore';

function ignoresOf({ root }: Manifest, line: number): [string, Entry][] {
  const metadata = root.entries.get('metadata')?.value;
  const own = metadata?.kind === 'map' ? metadata.entries.get('annotations')?.value : undefined;
  const value = own?.kind === 'map' ? own.entries.get(IGNORE)?.value : undefined;
  if (value?.kind !== 'scalar') return [];
  const ignores = value.value.split(';').map((part) => {
    const split = part.indexOf('=');
    const [code, reason] = split < 0 ? [part, ''] : [part.slice(0, split), part.slice(split + 1)];
    return jsonNode({ code: code.trim(), reason: reason.trim() }, line);
  });
  const inner = map(new Map([['ignore', { line, value: list(ignores, line) }]]), line);
  return [['Metadata', { line, value: map(new Map([['websocket-alb', { line, value: inner }]]), line) }]];
}
