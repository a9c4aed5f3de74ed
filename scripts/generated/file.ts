/** A file of the repository that is generated from the source and never edited by hand. */
export interface GeneratedFile {
  /** Relative to the root of the repository, with slashes. */
  readonly path: string;
  /** The whole text as it should be. May read the file, as some are only partly generated, between marks. */
  readonly content: () => string | Promise<string>;
}
