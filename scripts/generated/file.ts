/** A file of the repository that is made from the source, never edited by hand. */
export interface GeneratedFile {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  /** The whole text as it should be. May read the file: some are generated in part, between marks. */
  readonly content: () => string | Promise<string>;
}
