// Shared by the readers of groups, services and gateways.
import {
  items,
  jsonNode,
  list,
  map,
  properties as propertiesOf,
  scalar,
  unknown,
  type Entry,
  type Node,
  type Property,
} from '../check/node.ts';
import type { Remark, Resource } from '../check/template.ts';
import { ELB } from '../check/topology.ts';
import { annotation, PREFIX, type Annotation } from './annotations.ts';
import type { Manifest } from './manifests.ts';
import { Spots } from './spots.ts';

/** A value, and the number of its place. */
export interface Setting {
  readonly value: string;
  readonly line: number;
}

interface AddOptions {
  /** Texts that can reveal its purpose; the id if there are none. */
  readonly says?: readonly string[];
  /** Its place, if that is not the first owner's `kind`. */
  readonly line?: number;
}

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

  /** The number of an annotation's place. */
  lineOf({ object, line, name }: Annotation): number {
    return this.spots.of(object, line, PREFIX + name);
  }

  setting(written: Annotation | undefined): Setting | undefined {
    return written && written.value.trim() !== ''
      ? { value: written.value.trim(), line: this.lineOf(written) }
      : undefined;
  }

  /** A value that the controller sends if nobody sets it. */
  byDefault(value: string, object: Manifest, argument?: string): Setting {
    return { value, line: this.spots.of(object, object.line, argument, BY_CONTROLLER) };
  }

  /**
   * Adds an ELB resource.
   *
   * @param owners - the objects that it is made from. The first gives it its name; a finding can be ignored in any of
   * them.
   */
  add(
    id: string,
    type: string,
    owners: readonly [Manifest, ...Manifest[]],
    properties: readonly Property[],
    { says = [id], line = this.spots.of(owners[0], owners[0].line) }: AddOptions = {},
  ): Resource {
    const own = propertiesOf(line, properties) ?? map(new Map(), line);
    const node = map(
      new Map([
        ['Type', { line, value: scalar(type, line) }],
        ['Properties', { line, value: own }],
        ...ignoresOf(owners, line),
      ]),
      line,
    );
    const resource: Resource = { id, type: ELB + type, line, node, properties: own, says };
    this.resources.set(id, resource);
    return resource;
  }

  /** Records a problem that only the reader can see. */
  remark(code: string, object: Manifest, line: number, args: Remark['args']): void {
    const resource: Resource = {
      id: `${object.kind} ${object.namespace}/${object.name}`,
      type: object.kind,
      line: this.spots.of(object, object.line),
      node: map(new Map(ignoresOf([object], line)), line),
      properties: undefined,
    };
    this.remarks.push({ code, resource, line, args });
  }
}

export const node = (setting: Setting | undefined): Node | undefined =>
  setting && scalar(setting.value, setting.line);

/**
 * Attributes in CloudFormation's list form.
 *
 * @param isPartial - whether more may be set elsewhere.
 */
export const attributes = (
  settings: ReadonlyMap<string, Setting>,
  line: number,
  isPartial = false,
): Node | undefined =>
  items(line, [
    ...[...settings].map(([key, one]) =>
      propertiesOf(one.line, [
        ['Key', scalar(key, one.line)],
        ['Value', scalar(one.value, one.line)],
      ]),
    ),
    isPartial ? unknown('other attributes', line) : undefined,
  ]);

/** `websocket-alb.io/ignore: "code=reason; code2=reason"` */
const IGNORE = 'websocket-alb.io/ignore';

function ignoresOf(owners: readonly Manifest[], line: number): [string, Entry][] {
  const ignores = [...new Set(owners)].flatMap(acceptedIn).map((one) => jsonNode(one, line));
  if (ignores.length === 0) return [];
  const inner = map(new Map([['ignore', { line, value: list(ignores, line) }]]), line);
  return [['Metadata', { line, value: map(new Map([['websocket-alb', { line, value: inner }]]), line) }]];
}

function acceptedIn(object: Manifest): { readonly code: string; readonly reason: string }[] {
  const written = annotation(object, IGNORE);
  if (written === undefined) return [];
  return written.split(';').map((part) => {
    const split = part.indexOf('=');
    const [code, reason] = split < 0 ? [part, ''] : [part.slice(0, split), part.slice(split + 1)];
    return { code: code.trim(), reason: reason.trim() };
  });
}
