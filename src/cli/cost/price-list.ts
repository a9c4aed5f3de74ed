// AWS's price list: fetched on request, kept in the user's cache directory, and then read offline.
import os from 'node:os';
import { dirname, join } from 'node:path';
import { OfferFileError, parseOfferFile } from '../../cost/offer-file.ts';
import type { Prices } from '../../cost/prices.ts';
import { KnownError } from '../../common/known-error.ts';
import { userCacheFolder } from '../entry/cache-home.ts';
import { systemError } from '../io/system-error.ts';
import { makeFolder } from '../io/file-set.ts';
import { InputTooLarge, readText } from '../io/input.ts';
import { printToStderr } from '../io/output.ts';
import { writeFile } from '../io/write-files.ts';

const PRICE_LIST = 'https://pricing.us-east-1.amazonaws.com';
/** The list of a large Region is about 300 KB. */
const MAX_BYTES = 20_000_000;
const TIMEOUT_SECONDS = 30;
const MAX_TIMEOUT_SECONDS = 3600;
const FORMAT = 1;

/** The cache file: prices of every Region that was ever refreshed. */
interface Cache {
  readonly format: typeof FORMAT;
  readonly regions: Readonly<Record<string, Prices & { readonly fetched: string }>>;
}

/** Where prices are kept; undefined for a user without a home. */
function cacheFile(): string | undefined {
  const folder = userCacheFolder({ env: process.env, platform: process.platform, os: () => os });
  return folder === undefined ? undefined : join(folder, 'websocket-alb', 'prices.json');
}

/** The prices of a Region as last refreshed; undefined if they never were. A damaged cache is reported and ignored. */
export function cachedPrices(region: string): Prices | undefined {
  const cache = readCache();
  return cache && Object.hasOwn(cache.regions, region) ? cache.regions[region] : undefined;
}

function readCache(): Cache | undefined {
  const path = cacheFile();
  if (path === undefined) return undefined;
  try {
    const cache = JSON.parse(readText(path, MAX_BYTES)) as Partial<Cache> | null;
    if (cache?.format === FORMAT && Object.values(cache.regions ?? {}).every(isPrices)) return cache as Cache;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    const isDamaged = error instanceof SyntaxError || error instanceof InputTooLarge;
    if (!isDamaged && systemError(error) === undefined) throw error;
  }
  printToStderr(
    `warning: ${path} cannot be read as refreshed prices and is ignored; --refresh-prices replaces it.`,
  );
  return undefined;
}

const isPrices = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const { region, hour, lcu, origin, asOf, reservedLcu, trustStoreHour } = value as Partial<
    Record<keyof Prices, unknown>
  >;
  const isPrice = (price: unknown) => typeof price === 'number' && price > 0;
  const mayBePrice = (price: unknown) => price === undefined || isPrice(price);
  return (
    typeof region === 'string' &&
    origin === 'refreshed' &&
    typeof asOf === 'string' &&
    isPrice(hour) &&
    isPrice(lcu) &&
    mayBePrice(reservedLcu) &&
    mayBePrice(trustStoreHour)
  );
};

/**
 * Fetches the price list of a Region and keeps its prices.
 *
 * @throws {KnownError} when the list cannot be fetched or is malformed; the cache then stays as it was.
 */
export async function refreshPrices(region: string): Promise<Prices> {
  const { WEBSOCKET_ALB_PRICE_LIST: server } = process.env;
  const url = `${server ? server.replace(/\/$/, '') : PRICE_LIST}/offers/v1.0/aws/AWSELB/current/${region}/index.json`;
  const path = cacheFile();
  if (path === undefined)
    throw new KnownError('There is nowhere to keep the prices: this user has no home directory.', {
      where: '--refresh-prices',
      remedy: 'Set XDG_CACHE_HOME to the absolute path of a folder.',
    });
  const prices = await fetchPrices(url, region);
  const cache: Cache = {
    format: FORMAT,
    regions: { ...readCache()?.regions, [region]: { ...prices, fetched: new Date().toISOString() } },
  };
  makeFolder(dirname(path));
  writeFile(path, `${JSON.stringify(cache, undefined, 2)}\n`);
  printToStderr(`Prices of ${region} of ${prices.asOf} fetched and kept in ${path}.`);
  return prices;
}

async function fetchPrices(url: string, region: string): Promise<Prices> {
  try {
    return parseOfferFile(await fetchText(url), region);
  } catch (error) {
    const old = cachedPrices(region);
    const kept = old
      ? `The prices of ${region} of ${old.asOf}, refreshed before, are kept: leave --refresh-prices out to use them.`
      : 'Nothing was kept from before: try again, or give --price-hour and --price-lcu.';
    throw new KnownError(`The price list could not be used. ${reasonOf(error)}`, {
      where: url,
      remedy: kept,
      cause: error,
    });
  }
}

class TooLarge extends Error {}

/** The whole body, limited in time and size. */
async function fetchText(url: string): Promise<string> {
  const seconds = Number(process.env['WEBSOCKET_ALB_PRICE_LIST_TIMEOUT']);
  const timeout = seconds > 0 && seconds <= MAX_TIMEOUT_SECONDS ? seconds : TIMEOUT_SECONDS;
  const response = await fetch(url, { signal: AbortSignal.timeout(timeout * 1000) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new OfferFileError(`The server answered with status ${response.status}.`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    // Leaving the loop cancels the download.
    if (bytes > MAX_BYTES) throw new TooLarge();
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(error: unknown): string {
  if (error instanceof OfferFileError) return error.message;
  if (error instanceof TooLarge) return `It has more than ${MAX_BYTES / 1e6} MB.`;
  if (error instanceof Error && error.name === 'TimeoutError') return 'It took too long.';
  // fetch wraps connection errors in a TypeError.
  if (error instanceof TypeError) {
    const { cause } = error;
    return `It could not be fetched: ${cause instanceof Error ? cause.message : error.message}.`;
  }
  throw error;
}
