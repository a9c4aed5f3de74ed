import { describe, expect, it } from 'vitest';
import { OfferFileError, parseOfferFile } from '../../src/cost/offer-file.ts';
import { offerFile, offerRows } from '../helpers/offer-file.ts';

const text = (value: unknown): string => JSON.stringify(value);
const rows = offerRows('eu-west-1', 'EU-');
const without = (usagetype: string) => rows.filter((row) => row.usagetype !== usagetype);

describe('an offer file', () => {
  it.each([
    ['us-east-1', ''],
    ['eu-west-1', 'EU-'],
    ['ap-northeast-1', 'APN1-'],
  ])('for %s: reads the prices of an Application Load Balancer and ignores the rest', (region, prefix) => {
    expect(parseOfferFile(text(offerFile(region, offerRows(region, prefix))), region)).toEqual({
      region,
      hour: 0.0252,
      lcu: 0.0081,
      reservedLcu: 0.0082,
      trustStoreHour: 0.0056,
      origin: 'refreshed',
      asOf: '2026-11-03',
    });
  });

  it('leaves the prices of trust store and reservation unknown when they are missing', () => {
    const prices = parseOfferFile(text(offerFile('eu-west-1', rows.slice(0, 2))), 'eu-west-1');
    expect(prices).toMatchObject({ hour: 0.0252, lcu: 0.0081 });
    expect(prices.reservedLcu).toBeUndefined();
    expect(prices.trustStoreHour).toBeUndefined();
  });

  it("does not take the trust store's price for the hourly price in us-east-1", () => {
    const others = offerRows('us-east-1', '').filter(({ usagetype }) => usagetype !== 'LoadBalancerUsage');
    expect(() => parseOfferFile(text(offerFile('us-east-1', others)), 'us-east-1')).toThrow(
      'It has no price for LoadBalancerUsage in us-east-1.',
    );
  });

  const price = (usd: unknown) =>
    text(
      offerFile(
        'eu-west-1',
        rows.map((row, index) => (index === 0 ? { ...row, usd: usd as string } : row)),
      ),
    );
  const whole = text(offerFile('eu-west-1', rows));

  it.each([
    ['cut off', whole.slice(0, -100), /not complete JSON/],
    ['empty', '', /not complete JSON/],
    ['a web page', '<html></html>', /not complete JSON/],
    ['null', 'null', /Expected an object/],
    ['a list', '[]', /Expected an object/],
    ['of another service', whole.replace('"AWSELB"', '"AmazonEC2"'), /not the price list/],
    ['without a date', whole.replace('publicationDate', 'date'), /publicationDate/],
    ['without terms', text({ ...offerFile('eu-west-1', rows), terms: {} }), /terms.OnDemand/],
    [
      'with strings for products',
      text({ ...offerFile('eu-west-1', rows), products: { a: 'b' } }),
      /Expected an object/,
    ],
    [
      'of another Region',
      text(
        offerFile(
          'eu-west-2',
          rows.map((row) => ({ ...row, regionCode: 'eu-west-2' })),
        ),
      ),
      /no price for LoadBalancerUsage/,
    ],
    ['without the LCU', text(offerFile('eu-west-1', without('EU-LCUUsage'))), /no price for LCUUsage/],
    [
      'with the hour twice',
      text(offerFile('eu-west-1', [...rows, { usagetype: 'EU-LoadBalancerUsage', usd: '0.03' }])),
      /2 prices/,
    ],
    ['with a price of 0', price('0.0000000000'), /not plausible/],
    ['with a huge price', price('25'), /not plausible/],
    ['with a negative price', price('-0.02'), /not plausible/],
    ['with a word for a price', price('NaN'), /not plausible/],
    ['with a number for a price', price(0.02), /not plausible/],
  ])('%s is refused', (_name, file, message) => {
    expect(() => parseOfferFile(file, 'eu-west-1')).toThrow(OfferFileError);
    expect(() => parseOfferFile(file, 'eu-west-1')).toThrow(message);
  });
});
