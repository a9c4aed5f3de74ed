// Series of one hour with one value per minute, as CloudWatch returns them.
import { flat, healthy, withGroup } from './observed.ts';

/** Nothing but these values, starting at a minute. */
export const at = (index: number, ...values: readonly number[]): number[] => {
  const series = flat(0);
  series.splice(index, values.length, ...values);
  return series;
};

/** Two hosts that stay healthy. */
export const base = { HealthyHostCount: flat(2), UnHealthyHostCount: flat(0) };
export const oneLeaves = [...flat(2, 30), ...flat(1, 30)];

/** One of two targets does not answer its health check. */
export const silent = withGroup(healthy(), {}, [
  { state: 'healthy' },
  {
    id: 'i-fd84fd2a0782fb56c',
    state: 'unhealthy',
    reason: 'Target.Timeout',
    description: 'Request timed out',
  },
]);
