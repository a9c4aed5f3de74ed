// Values from the load balancer's attributes.
import { observedValue, type Observations } from '../observations/observations.ts';

const number = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

/** Seconds; undefined if the attributes were not observed. */
export const idleTimeout = ({ attributes }: Observations): number | undefined =>
  number(observedValue(attributes)?.get('idle_timeout.timeout_seconds'));
