import { separated } from '../../common/numbers.ts';
import type { Config } from '../../config/schema/index.ts';
import { zonesOf } from '../../config/size.ts';
import { settingOf, workloadOf } from '../../cost/from-config.ts';
import { missingParts, monthlyCost } from '../../cost/monthly.ts';
import { DEFAULT_REGION, tablePrices } from '../../cost/prices.ts';
import { FLAT } from '../../cost/profile.ts';
import { deriveRates } from '../../cost/workload.ts';
import { alarmsOf } from '../../monitoring/alarms.ts';

/**
 * One line with the monthly cost of a config; undefined if the config does not say how many sockets there are.
 *
 * @param region undefined if it is not known
 */
export function estimate(config: Config, region: string | undefined): string | undefined {
  const workload = workloadOf(config);
  const own = region === undefined ? undefined : tablePrices(region);
  const prices = own ?? tablePrices(DEFAULT_REGION);
  if (!workload || !prices) return undefined;
  const zones = zonesOf(config).count;
  const setting = settingOf(config, { alarms: alarmsOf(config).length, zones, freeTier: true });
  const cost = monthlyCost(deriveRates(workload).rates, prices, setting, FLAT);
  const missing = missingParts(cost);
  const because =
    own !== undefined
      ? ''
      : region === undefined
        ? ' (the Region is not known)'
        : ` (not all prices of ${region} are known here)`;
  const without =
    missing.length === 0 ? '' : `, without ${missing.join(' and ')}, whose price is not known here`;
  return `About ${separated(cost.total.toFixed(2))} US dollars a month${without}, with the prices of ${prices.region}${because}, as far as the load is known: see \`npx websocket-alb cost --explain\`.`;
}
