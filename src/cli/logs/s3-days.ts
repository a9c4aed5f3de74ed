// Finds the folders in a bucket that hold the logs of certain days. ELB writes to
// PREFIX/AWSLogs/ACCOUNT/elasticloadbalancing/REGION/yyyy/mm/dd/
// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-file-format).

const REGION_FOLDER = 'elasticloadbalancing/';
const DAY_MICROS = 86_400e6;
/**
 * Maximum number of levels to descend: seven from a bucket with several prefixes, each with AWSLogs/, accounts and
 * Regions.
 */
const DEEPEST = 7;
/** Maximum number of folders to list on the way down; with more, it is not a bucket of logs. */
const MOST_FOLDERS = 200;

/** A month's folder, and the day folders wanted in it, such as `01`. */
export interface DatedPart {
  readonly key: string;
  readonly days: readonly string[];
}

/**
 * The days whose folders may hold lines of a time span, as `yyyy/mm/dd`. A file is in the folder for the end of its
 * interval, at most 5 minutes after the line, and is delivered later, so one more day is added at the end.
 *
 * @param since microseconds since 1970, as is `until`, which is exclusive.
 */
export function daysBetween(since: number, until: number): string[] {
  const days: string[] = [];
  for (let day = Math.floor(since / DAY_MICROS); day <= Math.floor((until - 1) / DAY_MICROS) + 1; day++)
    days.push(new Date((day * DAY_MICROS) / 1000).toISOString().slice(0, 10).replaceAll('-', '/'));
  return days;
}

/**
 * The folders to read below a prefix for some days: one part per month, account and Region. Undefined if the prefix
 * lies below the day folders, or none are found: then everything below it is read.
 *
 * @param list returns the names of the folders directly below a prefix.
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
  return regions.flatMap((region) =>
    [...months].map(([month, daysOfMonth]) => ({ key: region + month, days: daysOfMonth })),
  );
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
      // AWSLogs/ contains accounts; in an account, only Elastic Load Balancing matters.
      else next.push(...folders.filter((key) => isOnTheWay(key)));
    }
    level = next;
  }
  return found;
}

const isOnTheWay = (key: string): boolean =>
  !/(^|\/)athena-results\/$/.test(key) &&
  (!/AWSLogs\/([^/]+\/){2,}$/.test(key) || key.endsWith(`/${REGION_FOLDER}`));
