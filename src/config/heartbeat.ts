// The range of the heartbeat, apart from the schema: whoever needs only it loads no zod.

/** Seconds between two pings. Source: the idle timeout of ELB is at most 4,000, and a ping has to come before it. */
export const HEARTBEAT_SECONDS = { min: 1, max: 3999 } as const;
