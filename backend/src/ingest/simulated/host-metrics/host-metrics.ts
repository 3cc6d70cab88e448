import { hostname } from 'node:os'
import type { MetricRecord } from '@tickwall/protocol'
import type { Gauge, Reader } from './gauge.js'
import {
  cpuReader,
  eventLoopReader,
  processReader,
  procReaders,
  readDiskSpace,
  readLoad,
  readMemory,
} from './readers.js'

/** A metric with its event time. */
export type HostMetric = MetricRecord & { readonly time: number }

/** What a source of metrics is asked for, so that a test can give its own. */
export interface MetricReadings {
  /** One record a metric, all of the same moment. Never rejects. */
  read(nowMs: number): Promise<readonly HostMetric[]>
  /** Releases what watches. Idempotent. */
  stop(): void
}

/** The machine's name as metrics carry it: letters, digits, `.`, `_` and `-`, at most 64. */
export const hostName = (name = hostname()): string => name.replace(/[^\w.-]/g, '-').slice(0, 64) || 'host'

/** Real readings of the machine and process this runs in; rates begin with the second reading. */
export class HostMetrics implements MetricReadings {
  readonly #host: string
  readonly #readers: readonly Reader[]
  readonly #stop: () => void

  constructor(host = hostName()) {
    const loop = eventLoopReader()
    this.#host = host
    this.#stop = loop.stop
    this.#readers = [cpuReader(), readMemory, readLoad, loop.read, processReader(), readDiskSpace, ...procReaders()]
  }

  async read(nowMs: number): Promise<HostMetric[]> {
    const gauges = await gaugesOf(this.#readers)
    return gauges.map(({ name, unit, value }) => ({ type: 'metric', host: this.#host, name, unit, time: nowMs, value }))
  }

  stop(): void {
    this.#stop()
  }
}

/** All finite readings, in the order of the readers; one that fails only leaves out its own. Never rejects. */
export async function gaugesOf(readers: readonly Reader[]): Promise<Gauge[]> {
  // The wrapping catches a reader that throws at once as well as one that rejects.
  const settled = await Promise.allSettled(readers.map(async (read) => read()))
  return settled
    .flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
    .filter(({ value }) => Number.isFinite(value))
}
