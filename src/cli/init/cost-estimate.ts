import { separated } from '../../common/numbers.ts';
import type { Config } from '../../config/schema/index.ts';
import { zonesOf } from '../../config/size.ts';
import { settingOf, workloadOf } from '../../cost/from-config.ts';
import { monthlyCost } from '../../cost/monthly.ts';
import { DEFAULT_REGION, tablePrices } from '../../cost/prices.ts';
import { FLAT } from '../../cost/profile.ts';
import { deriveRates } from '../../cost/workload.ts';
import { alarmsOf } from '../../monitoring/alarms.ts';

/** One line with the monthly cost of a config; undefined if the config does not say how many sockets there are. */
export function estimate(config: Config): string | undefined {
  const workload = workloadOf(config);
  const prices = tablePrices(DEFAULT_REGION);
  if (!workload || !prices) return undefined;
  const zones = zonesOf(config).count;
  const setting = settingOf(config, { alarms: alarmsOf(config).length, zones, freeTier: true });
  const { total } = monthlyCost(deriveRates(workload).rates, prices, setting, FLAT);
  return `About ${separated(total.toFixed(2))} US dollars a month with the prices of ${DEFAULT_REGION}, as far as the load is known: see \`npx websocket-alb cost --explain\`.`;
}
