// Which folders of a bucket hold the logs of which days. ELB writes to
// PREFIX/AWSLogs/ACCOUNT/elasticloadbalancing/REGION/yyyy/mm/dd/
// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-file-format).

const REGION_FOLDER = 'elasticloadbalancing/';
const DAY_MICROS = 86_400e6;
/** From a bucket with several prefixes, each with AWSLogs/, accounts and Regions, it is seven down to the Region. */
const DEEPEST = 7;
/** Folders asked for on the way down; with more, it is not a bucket of logs. */
const MOST_FOLDERS = 200;

/** A folder to copy, and the folders below it that are wanted, such as `01`; none means all of it. */
export interface DatedPart {
  readonly key: string;
  readonly days: readonly string[];
}

/**
 * The days of files that may hold a line of a time span, as `yyyy/mm/dd`. A file lies in the folder of its end, at most 5
 * minutes after the line, and is delivered later: one day more at the end.
 *
 * @param since microseconds since 1970, as is `until`, which is not counted itself.
 */
export function daysBetween(since: number, until: number): string[] {
  const days: string[] = [];
  for (let day = Math.floor(since / DAY_MICROS); day <= Math.floor((until - 1) / DAY_MICROS) + 1; day++)
    days.push(new Date((day * DAY_MICROS) / 1000).toISOString().slice(0, 10).replaceAll('-', '/'));
  return days;
}

/**
 * What to copy below a prefix for some days: a part for each month of each account and Region. Undefined when the prefix
 * lies below the days, or no such folders are found: then all below it is copied.
 *
 * @param list the names of folders right below a prefix.
 */
export async function datedParts(
  prefix: string,
  days: readonly string[],
  list: (prefix: string) => Promise<readonly string[]>,
): Promise<DatedPart[] | undefined> {
  const inRegion = /^(.*elasticloadbalancing\/[^/]+\/)((?:\d{4}\/)?(?:\d{2}\/)?)$/.exec(prefix);
  const regions = inRegion ? [inRegion[1] ?? ''] : await regionsBelow(prefix, list);
  if (regions.length === 0) return undefined;
  const wanted = days.filter((day) => day.startsWith(inRegion?.[2] ?? ''));
  const months = new Map<string, string[]>();
  for (const day of wanted) {
    const month = day.slice(0, 8);
    months.set(month, [...(months.get(month) ?? []), day.slice(8)]);
  }
  return regions.flatMap((region) => [...months].map(([month, of]) => ({ key: region + month, days: of })));
}

async function regionsBelow(
  prefix: string,
  list: (prefix: string) => Promise<readonly string[]>,
): Promise<string[]> {
  const found: string[] = [];
  let level = [prefix];
  let asked = 0;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const next: string[] = [];
    for (const each of level) {
      if (++asked > MOST_FOLDERS) return [];
      const folders = (await list(each)).map((name) => each + name);
      if (each.endsWith(REGION_FOLDER)) found.push(...folders);
      // Below AWSLogs/ lie accounts, and below an account only this service is ours.
      else next.push(...folders.filter((key) => isOnTheWay(key)));
    }
    level = next;
  }
  return found;
}

const isOnTheWay = (key: string): boolean =>
  !/(^|\/)athena-results\/$/.test(key) &&
  (!/AWSLogs\/([^/]+\/){2,}$/.test(key) || key.endsWith(`/${REGION_FOLDER}`));
