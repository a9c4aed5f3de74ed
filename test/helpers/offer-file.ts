// An offer file in the format of AWS's public price list, including rows that must be ignored.

interface Row {
  readonly usagetype: string;
  readonly usd: string;
  readonly productFamily?: string;
  readonly operation?: string;
  readonly locationType?: string;
  readonly regionCode?: string;
  readonly unit?: string;
}

/** A Region's rows as AWS publishes them; `prefix` is "" in us-east-1 and "EU-" in eu-west-1. */
export const offerRows = (region: string, prefix: string): Row[] => [
  { usagetype: `${prefix}LoadBalancerUsage`, usd: '0.0252000000', unit: 'Hrs' },
  { usagetype: `${prefix}LCUUsage`, usd: '0.0081000000', unit: 'LCU-Hrs' },
  { usagetype: `${prefix}ReservedLCUUsage`, usd: '0.0082000000', unit: 'ReservedLCU-Hr' },
  { usagetype: `${prefix}TS-LoadBalancerUsage`, usd: '0.0056000000', unit: 'Hrs' },
  // The following rows must all be ignored.
  { usagetype: `${prefix}IdleProvisionedLBCapacity`, usd: '0.0011000000', unit: 'IdleLCU-Hr' },
  { usagetype: `${prefix}Outposts-LoadBalancerUsage`, usd: '0.0300000000', locationType: 'AWS Outposts' },
  { usagetype: `${prefix}Outposts-LCUUsage`, usd: '0.0000000000' },
  { usagetype: 'LAX1-LoadBalancerUsage', usd: '0.0270000000', locationType: 'AWS Local Zone' },
  { usagetype: 'LAX1-LCUUsage', usd: '0.0090000000', regionCode: `${region}-lax-1` },
  {
    usagetype: `${prefix}LoadBalancerUsage`,
    usd: '0.0110000000',
    productFamily: 'Load Balancer-Network',
    operation: 'LoadBalancing:Network',
  },
  {
    usagetype: `${prefix}LCUUsage`,
    usd: '0.0060000000',
    productFamily: 'Load Balancer-Network',
    operation: 'LoadBalancing:Network',
  },
  {
    usagetype: `${prefix}LoadBalancerUsage`,
    usd: '0.0280000000',
    productFamily: 'Load Balancer',
    operation: 'LoadBalancing',
  },
];

export function offerFile(region: string, rows: readonly Row[]): Record<string, unknown> {
  const skus = rows.map((row, index) => [`SKU${index}`, row] as const);
  return {
    formatVersion: 'v1.0',
    disclaimer: 'This pricing list is for informational purposes only.',
    offerCode: 'AWSELB',
    version: '20261103181503',
    publicationDate: '2026-11-03T18:15:03Z',
    products: Object.fromEntries(
      skus.map(([sku, row]) => [
        sku,
        {
          sku,
          productFamily: row.productFamily ?? 'Load Balancer-Application',
          attributes: {
            servicecode: 'AWSELB',
            location: 'a place',
            locationType: row.locationType ?? 'AWS Region',
            group: 'ELB:Balancer',
            usagetype: row.usagetype,
            operation: row.operation ?? 'LoadBalancing:Application',
            regionCode: row.regionCode ?? region,
            servicename: 'Elastic Load Balancing',
          },
        },
      ]),
    ),
    terms: {
      OnDemand: Object.fromEntries(
        skus.map(([sku, row]) => [
          sku,
          {
            [`${sku}.JRTCKXETXF`]: {
              offerTermCode: 'JRTCKXETXF',
              sku,
              effectiveDate: '2026-11-01T00:00:00Z',
              priceDimensions: {
                [`${sku}.JRTCKXETXF.6YS6EN2CT7`]: {
                  rateCode: `${sku}.JRTCKXETXF.6YS6EN2CT7`,
                  description: `$${row.usd} per ${row.unit ?? 'Hrs'}`,
                  beginRange: '0',
                  endRange: 'Inf',
                  unit: row.unit ?? 'Hrs',
                  pricePerUnit: { USD: row.usd },
                  appliesTo: [],
                },
              },
              termAttributes: {},
            },
          },
        ]),
      ),
    },
  };
}
