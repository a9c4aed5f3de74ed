// What to do about a text that is not YAML, by the parser's reason.

const SPECIAL = 'Values with ": ", " #" or a leading !, &, *, @, %, ` need quotes.';

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/^tab characters/, 'Indent with spaces: YAML does not take tabs there.'],
  [/^duplicated mapping key/, 'Write each key once.'],
  [
    /^(?:bad indentation|can not read|end of the stream or a document separator)/,
    `Begin the keys of a group in the same column, and put a colon and a space after each. ${SPECIAL}`,
  ],
  [/within a (?:double|single) quoted scalar/, 'Close the quotes that are open there.'],
  [/^missed comma/, 'Put a comma between the items, or close the bracket.'],
  [/within a flow collection/, 'Close the bracket or brace that is open there.'],
  [
    /^(?:unknown tag|cannot resolve a node)/,
    'A config takes no tags, such as CloudFormation’s !Ref: write the value itself, in quotes if it begins with "!".',
  ],
];

/** @param reason of the parser, as in `YAMLException.reason`. */
export const yamlRemedy = (reason: string): string =>
  REMEDIES.find(([pattern]) => pattern.test(reason))?.[1] ?? `Fix the syntax. ${SPECIAL}`;
