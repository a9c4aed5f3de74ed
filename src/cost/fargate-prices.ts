// Prices of Fargate tasks, as far as there is evidence for them: Linux, on demand. Sources in notes/cost.md.

export interface FargatePrice {
  /** US dollars for one vCPU for an hour. */
  readonly vcpuHour: number;
  /** US dollars for one GB of memory for an hour. */
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

/** The price in a Region; undefined where it is not known. */
export const fargatePrice = (region: string, architecture: Architecture): FargatePrice | undefined =>
  TABLE[region]?.[architecture];
