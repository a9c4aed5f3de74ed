/** The values that ELB accepts for an attribute or a property. All are strings on the wire. */
export type ValueSpec =
  | { readonly kind: 'boolean' }
  | IntegerSpec
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | StringSpec;

export interface IntegerSpec {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  /** For people: "seconds", "LCUs". */
  readonly unit?: string;
  /** Single values outside the range, such as the 0 that turns slow start off or a literal `off`. */
  readonly also?: readonly (number | string)[];
}

export interface StringSpec {
  readonly kind: 'string';
  readonly pattern?: RegExp;
  /** What the pattern cannot say. */
  readonly valid?: (text: string) => boolean;
  readonly maxLength?: number;
  /** Says in words what the pattern means. */
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

/** The allowed values in words: "1–4000 seconds", "one of append, preserve, remove". */
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
