// Which Region's prices are used, and where they come from.
import { regionOf } from '../../alb/arn.ts';
import { KnownError } from '../../common/known-error.ts';
import type { Config } from '../../config/schema/index.ts';
import {
  DEFAULT_REGION,
  PRICE_TABLE,
  USUAL_LCU,
  priceRow,
  tablePrices,
  type Prices,
} from '../../cost/prices.ts';
import { cachedPrices, refreshPrices } from './price-list.ts';

export interface Region {
  readonly code: string;
  /** Where the Region comes from, as shown to the user. */
  readonly from: string;
}

const REGION = /^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/;

/** @throws {KnownError} when the text is not the code of a Region. */
export function parseRegion(text: string): string {
  if (REGION.test(text)) return text;
  throw new KnownError(`${JSON.stringify(text)} is not a Region.`, {
    allowed: 'the code of a Region, such as eu-west-1',
  });
}

/** The Region given, else that of the config's certificate or web ACL, else that of the environment, else us-east-1. */
export const regionFor = (
  asked: string | undefined,
  config: Config,
  env: NodeJS.ProcessEnv = process.env,
): Region =>
  regionNamed(asked, config, env) ?? {
    code: DEFAULT_REGION,
    from: 'the default; --region or AWS_REGION names another',
  };

/** The same, and undefined where nothing names a Region. */
export function regionNamed(
  asked: string | undefined,
  config: Config,
  env: NodeJS.ProcessEnv = process.env,
): Region | undefined {
  if (asked !== undefined) return { code: asked, from: '--region' };
  const { https } = config.listener;
  const certificate = https === false ? undefined : https.certificateArn;
  for (const [arn, from] of [
    [certificate, 'that of the certificate in the config'],
    [config.waf.webAclArn, 'that of the web ACL in the config'],
  ] as const)
    if (arn !== undefined && REGION.test(regionOf(arn))) return { code: regionOf(arn), from };
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const) {
    const code = env[name];
    if (code !== undefined && REGION.test(code)) return { code, from: name };
  }
  return undefined;
}

/**
 * Prices given as options win, then refreshed ones, then the built-in table. If only one of hour and LCU is known, the
 * error asks for the other alone.
 *
 * @throws {KnownError} when one is not known, and for Regions that are not charged in US dollars.
 */
export async function pricesOf(
  region: string,
  { priceHour, priceLcu }: { readonly priceHour: number | undefined; readonly priceLcu: number | undefined },
  refresh: boolean,
): Promise<Prices> {
  if (region.startsWith('cn-'))
    throw new KnownError('Regions in China are charged in CNY, from a separate price list.', {
      where: '--region',
      allowed: 'Regions that are charged in US dollars',
    });
  const found = refresh ? await refreshPrices(region) : (cachedPrices(region) ?? tablePrices(region));
  if (priceHour === undefined && priceLcu === undefined && found) return found;
  const row = found ?? priceRow(region);
  const hour = priceHour ?? row?.hour;
  const lcu = priceLcu ?? row?.lcu;
  if (hour === undefined || lcu === undefined) throw unknownPrices(region, { hour, lcu });
  const both = priceHour !== undefined && priceLcu !== undefined;
  return {
    region,
    ...row,
    hour,
    lcu,
    origin: both ? 'given' : 'partly given',
    asOf: both ? undefined : row?.asOf,
  };
}

function unknownPrices(
  region: string,
  { hour, lcu }: { readonly hour: number | undefined; readonly lcu: number | undefined },
): KnownError {
  const allowed = `Regions of the built-in table: ${PRICE_TABLE.map((prices) => prices.region).join(', ')}`;
  const fetch = "fetch AWS's price list with --refresh-prices.";
  if (hour === undefined && lcu === undefined)
    return new KnownError(`The prices of ${region} are not known here.`, {
      where: '--region',
      allowed,
      remedy: `Give --price-hour and --price-lcu, in US dollars, or ${fetch}`,
    });
  const [known, missing, option] =
    lcu === undefined
      ? [`an hour costs ${hour}`, 'the price of an LCU', '--price-lcu']
      : [`an LCU costs ${lcu}`, 'the price of an hour', '--price-hour'];
  const estimate = lcu === undefined ? ` (${USUAL_LCU} in most Regions)` : '';
  return new KnownError(`In ${region} ${known}, but ${missing} is not known here.`, {
    where: '--region',
    allowed,
    remedy: `Give ${option}, in US dollars${estimate}, or ${fetch}`,
  });
}
