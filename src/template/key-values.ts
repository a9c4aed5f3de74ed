/** Names and values in CloudFormation's form of tags and of ELB's attributes. */
export const keyValues = <V>(entries: Iterable<readonly [string, V]>): { Key: string; Value: V }[] =>
  Array.from(entries, ([Key, Value]) => ({ Key, Value }));
