// What the attributes of the load balancer say.
import { observedValue, type Observations } from '../observations/observations.ts';

const number = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

/** Seconds; undefined when the attributes were not seen. */
export const idleTimeout = ({ attributes }: Observations): number | undefined =>
  number(observedValue(attributes)?.get('idle_timeout.timeout_seconds'));
