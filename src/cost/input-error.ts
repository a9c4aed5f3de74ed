/** A value that cannot be understood. The command line says where it stood. */
export class InputError extends Error {
  readonly code = 'ERR_COST_INPUT';
  /** The allowed form, in words. */
  readonly allowed: string;
  constructor(what: string, allowed: string) {
    super(what);
    this.name = 'InputError';
    this.allowed = allowed;
  }
}
