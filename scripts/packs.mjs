// Decides which parts of the command go together into one file.

/**
 * A part: an ES module as split by esbuild.
 *
 * @typedef {object} Part
 * @property {string} name of its file
 * @property {string} [entry] the module that it was split off for, as a path from the root of the repository
 * @property {readonly string[]} needs the parts that must have run before it
 */

/**
 * Puts parts that are always needed together into one file: opening a file costs more than reading a slightly longer
 * one. A part that several packs need is in the first of them; one that none of them needs is a separate pack.
 *
 * @param {readonly Part[]} parts
 * @param {Readonly<Record<string, readonly string[]>>} entriesOf file -> the modules that it is for, with all they
 * need; in
 *   the order in which runs load the files
 * @returns {Map<string, string[]>} file -> the names of its parts
 * @throws {Error} when a module has no part, or a pack has the name of a part that is not in it.
 */
export function packsOf(parts, entriesOf) {
  const byName = new Map(parts.map((part) => [part.name, part]));
  /** @type {Map<string, string[]>} */
  const packs = new Map();
  /** @type {Set<string>} */
  const packed = new Set();
  /** @param {string} file @param {Part} part */
  const put = (file, part) => {
    if (packed.has(part.name)) return;
    packed.add(part.name);
    packs.set(file, [...(packs.get(file) ?? []), part.name]);
    for (const need of part.needs)
      put(file, named(byName.get(need), `a part ${need}, which ${part.name} needs`));
  };
  for (const [file, entries] of Object.entries(entriesOf))
    for (const entry of entries)
      put(
        file,
        named(
          parts.find((part) => part.entry === entry),
          `a part for ${entry}: is it still imported with import()?`,
        ),
      );
  for (const part of parts) {
    if (packed.has(part.name)) continue;
    if (packs.has(part.name))
      throw new Error(`The pack ${part.name} does not contain the part of that name.`);
    put(part.name, { ...part, needs: [] });
  }
  return packs;
}

/**
 * @template T
 * @param {T | undefined} part
 * @param {string} what
 * @returns {T}
 */
function named(part, what) {
  if (!part) throw new Error(`The build has not split off ${what}`);
  return part;
}
