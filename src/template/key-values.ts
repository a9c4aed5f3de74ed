/** Names and values as Key/Value pairs, as CloudFormation writes tags and ELB attributes. */
export const keyValues = <V>(entries: Iterable<readonly [string, V]>): { Key: string; Value: V }[] =>
  Array.from(entries, ([Key, Value]) => ({ Key, Value }));
