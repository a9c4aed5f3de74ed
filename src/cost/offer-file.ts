// AWS's public price list of Elastic Load Balancing for one Region, the "offer file":
// https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AWSELB/current/REGION/index.json
// The file comes from outside, so everything in it is validated.
import { ALB_USAGE_TYPES } from '../alb/pricing.ts';
import type { Prices } from './prices.ts';

/** The file is not a valid offer file. */
export class OfferFileError extends Error {
  readonly code = 'ERR_OFFER_FILE';
  constructor(what: string) {
    super(what);
    this.name = 'OfferFileError';
  }
}

/** US dollars. No hourly price here comes near this; a larger one is an error. */
const MAX_PLAUSIBLE = 1;

/**
 * The prices of a Region.
 *
 * A row counts only if its product family, operation and usage type are those of an Application Load Balancer in the
 * Region itself. The same usage types exist for Network, Gateway and Classic Load Balancers, for Local and Wavelength
 * Zones and for Outposts, some at a price of 0.
 *
 * @throws {OfferFileError} if the text is not such a file, or does not have exactly one price each for the hour and the
 * LCU.
 */
export function parseOfferFile(text: string, region: string): Prices {
  const file = record(parseJson(text), 'the file');
  if (file['offerCode'] !== 'AWSELB')
    throw new OfferFileError(`It is not the price list of Elastic Load Balancing (offerCode AWSELB).`);
  const asOf = /^\d{4}-\d{2}-\d{2}/.exec(String(file['publicationDate']))?.[0];
  if (asOf === undefined) throw new OfferFileError('It has no publicationDate.');
  const products = Object.values(record(file['products'], 'products'));
  const terms = record(record(file['terms'], 'terms')['OnDemand'], 'terms.OnDemand');

  const price = (suffix: string): number | undefined => {
    const skus = products.flatMap((product) => skuOf(product, suffix, region) ?? []);
    if (skus.length > 1) throw new OfferFileError(`It has ${skus.length} prices for ${suffix} in ${region}.`);
    return skus[0] === undefined ? undefined : onDemandPrice(terms[skus[0]], suffix);
  };
  const needed = (suffix: string): number => {
    const found = price(suffix);
    if (found === undefined) throw new OfferFileError(`It has no price for ${suffix} in ${region}.`);
    return found;
  };
  return {
    region,
    hour: needed(ALB_USAGE_TYPES.hour),
    lcu: needed(ALB_USAGE_TYPES.lcu),
    reservedLcu: price(ALB_USAGE_TYPES.reservedLcu),
    trustStoreHour: price(ALB_USAGE_TYPES.trustStoreHour),
    origin: 'refreshed',
    asOf,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new OfferFileError('It is not complete JSON: it was cut off, or it is something else.');
  }
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new OfferFileError(`Expected an object for ${name}.`);
  return value as Record<string, unknown>;
}

/** The SKU of a product, if it has the usage type `suffix` in the Region itself. */
function skuOf(product: unknown, suffix: string, region: string): string | undefined {
  const { sku, productFamily, attributes } = record(product, 'a product');
  const { operation, usagetype, locationType, regionCode } = record(attributes, 'attributes of a product');
  if (productFamily !== 'Load Balancer-Application' || operation !== 'LoadBalancing:Application')
    return undefined;
  if (locationType !== 'AWS Region' || regionCode !== region) return undefined;
  if (typeof sku !== 'string' || typeof usagetype !== 'string') return undefined;
  return isUsageType(usagetype, suffix) ? sku : undefined;
}

/**
 * `LCUUsage` in us-east-1, `EU-LCUUsage` or `APN1-LCUUsage` elsewhere. The prefix must be a Region code:
 * `TS-LoadBalancerUsage` is a trust store, and `EU-Outposts-LCUUsage` is for Outposts.
 */
function isUsageType(usageType: string, suffix: string): boolean {
  if (usageType === suffix) return true;
  if (!usageType.endsWith(`-${suffix}`)) return false;
  const prefix = usageType.slice(0, -suffix.length - 1);
  return /^[A-Z]{2,4}\d{0,2}$/.test(prefix) && prefix !== 'TS';
}

/** The price of a product that has exactly one on-demand term with one untiered price. */
function onDemandPrice(term: unknown, suffix: string): number {
  const offers = Object.values(record(term, `the terms of ${suffix}`));
  const dimensions = offers.flatMap((offer) =>
    Object.values(record(record(offer, 'an offer')['priceDimensions'], 'priceDimensions')),
  );
  const [dimension] = dimensions;
  if (dimensions.length !== 1)
    throw new OfferFileError(`${suffix} has ${dimensions.length} prices, not one.`);
  const dollars = record(record(dimension, 'a price')['pricePerUnit'], 'pricePerUnit')['USD'];
  const price = typeof dollars === 'string' && /^\d+(\.\d+)?$/.test(dollars) ? Number(dollars) : Number.NaN;
  if (!(price > 0 && price < MAX_PLAUSIBLE))
    throw new OfferFileError(`The price of ${suffix} is ${JSON.stringify(dollars)}, which is not plausible.`);
  return price;
}
