// Loads the parts of the command, which scripts/command.mjs bundles into packs, as CommonJS modules.

/** A part as scripts/command.mjs emits it. */
type Part = (
  exports: object,
  require: (name: string) => unknown,
  module: { exports: object },
  bundleUrl: string,
) => void;

/** What a pack's script evaluates to. */
interface Pack {
  readonly parts: Readonly<Record<string, Part>>;
  /** Part -> pack, for all parts; in the pack of the main part only. */
  readonly packOf?: Readonly<Record<string, string>>;
}

/** Where parts come from. */
export interface Sources {
  /** Runs the script in that file and returns its value. */
  readonly runPack: (file: string) => unknown;
  /** Node's own modules. */
  readonly requireBuiltin: (name: string) => unknown;
  /** Replaces `import.meta.url` in parts. */
  readonly bundleUrl: string;
}

/**
 * Runs the main part, which is in a pack of the same name, and the parts it requires. A pack is read when its first
 * part is required.
 */
export function runParts(main: string, { runPack, requireBuiltin, bundleUrl }: Sources): void {
  const parts = new Map<string, Part>();
  const modules = new Map<string, { exports: object }>();
  let packOf: Readonly<Record<string, string>> = { [main]: main };

  function load(name: string): object {
    const loaded = modules.get(name);
    if (loaded) return loaded.exports;
    const part = parts.get(name) ?? unpack(name);
    const module = { exports: {} };
    // Before it runs: parts may require one another.
    modules.set(name, module);
    part(module.exports, requirePart, module, bundleUrl);
    return module.exports;
  }

  function unpack(name: string): Part {
    const file = packOf[name];
    if (file === undefined) throw new Error(`The build has no part ${name}.`);
    const pack = runPack(file) as Pack;
    for (const [each, part] of Object.entries(pack.parts)) parts.set(each, part);
    if (pack.packOf) ({ packOf } = pack);
    const found = parts.get(name);
    if (!found) throw new Error(`${file} has no part ${name}.`);
    return found;
  }

  const requirePart = (name: string): unknown =>
    name.startsWith('./') ? load(name.slice('./'.length)) : requireBuiltin(name);

  load(main);
}
