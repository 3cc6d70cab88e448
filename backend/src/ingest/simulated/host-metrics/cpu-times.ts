import type { CpuInfo } from 'node:os'
import { percent } from './gauge.js'

/** Time of all cores together, ms since the system started. */
export interface CpuTimes {
  readonly busyMs: number
  readonly totalMs: number
}

/** Adds up what `os.cpus()` tells. */
export function sumCpuTimes(cpus: readonly Pick<CpuInfo, 'times'>[]): CpuTimes {
  let idleMs = 0
  let totalMs = 0
  for (const { times } of cpus) {
    idleMs += times.idle
    totalMs += times.user + times.nice + times.sys + times.idle + times.irq
  }
  return { busyMs: totalMs - idleMs, totalMs }
}

/** Busy share of all cores between two readings, in percent. */
export const cpuUtilization = (before: CpuTimes, after: CpuTimes): number =>
  percent(after.busyMs - before.busyMs, after.totalMs - before.totalMs)
