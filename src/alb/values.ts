/** The values that ELB accepts for an attribute or property. All are strings in the API. */
export type ValueSpec =
  | { readonly kind: 'boolean' }
  | IntegerSpec
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | StringSpec;

export interface IntegerSpec {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  /** For messages: "seconds", "LCUs". */
  readonly unit?: string;
  /** Values outside the range that are also allowed, such as the 0 that turns slow start off or a literal `off`. */
  readonly also?: readonly (number | string)[];
}

export interface StringSpec {
  readonly kind: 'string';
  readonly pattern?: RegExp;
  /** Checks what the pattern cannot express. */
  readonly valid?: (text: string) => boolean;
  readonly maxLength?: number;
  /** Describes the pattern to the user. */
  readonly words: string;
}

/** Whether ELB accepts `value`, written as in a template (`"4000"`, `"true"`). */
export function allows(spec: ValueSpec, value: string): boolean {
  switch (spec.kind) {
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'enum':
      return spec.values.includes(value);
    case 'string':
      return (
        value.length <= (spec.maxLength ?? Infinity) &&
        (spec.pattern?.test(value) ?? true) &&
        (spec.valid?.(value) ?? true)
      );
    case 'integer': {
      if (spec.also?.some((extra) => String(extra) === value)) return true;
      return /^\d+$/.test(value) && Number(value) >= spec.min && Number(value) <= spec.max;
    }
  }
}

/** The allowed values as text: "1–4000 seconds", "one of append, preserve, remove". */
export function describeValues(spec: ValueSpec): string {
  switch (spec.kind) {
    case 'boolean':
      return 'true or false';
    case 'enum':
      return spec.values.length === 1 ? String(spec.values[0]) : `one of ${spec.values.join(', ')}`;
    case 'string':
      return spec.words;
    case 'integer': {
      const range =
        spec.max === Infinity ? `a whole number, at least ${spec.min}` : `${spec.min}–${spec.max}`;
      const alternatives = [...(spec.also ?? []).map(String), range].join(' or ');
      return spec.unit ? `${alternatives} ${spec.unit}` : alternatives;
    }
  }
}
