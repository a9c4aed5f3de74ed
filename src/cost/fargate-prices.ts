// Prices of Fargate tasks, as far as we have evidence: Linux, on demand. Sources in notes/cost.md.

export interface FargatePrice {
  /** US dollars per vCPU-hour. */
  readonly vcpuHour: number;
  /** US dollars per GB-hour of memory. */
  readonly gbHour: number;
}

export type Architecture = 'X86_64' | 'ARM64';

const TABLE: Readonly<Record<string, Partial<Record<Architecture, FargatePrice>>>> = {
  'us-east-1': {
    X86_64: { vcpuHour: 0.04048, gbHour: 0.004445 },
    ARM64: { vcpuHour: 0.03238, gbHour: 0.00356 },
  },
  'us-west-2': {
    X86_64: { vcpuHour: 0.04048, gbHour: 0.004445 },
    ARM64: { vcpuHour: 0.03238, gbHour: 0.00356 },
  },
  'ap-northeast-2': {
    X86_64: { vcpuHour: 0.04656, gbHour: 0.00511 },
    ARM64: { vcpuHour: 0.03725, gbHour: 0.00409 },
  },
};

/** The price in a Region; undefined if it is unknown. */
export const fargatePrice = (region: string, architecture: Architecture): FargatePrice | undefined =>
  TABLE[region]?.[architecture];
