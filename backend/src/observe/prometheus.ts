import { type Histogram, Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client'
import type { MetricInfo, Reading } from './metric.js'

/**
 * Figures of the process that `prom-client` collects and whose names break Prometheus' own rules (`promtool check metrics`): what
 * ends in `_total` is a counter. Each has a twin by type that says more.
 */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']

/** Publishes metrics in the Prometheus text format; nothing is computed between scrapes. */
export class Prometheus {
  readonly #registry = new Registry()
  readonly contentType = this.#registry.contentType

  /** `infos` without histograms, under their names without `tickwall_`; each has a reading. */
  constructor(
    infos: Readonly<Record<string, MetricInfo>>,
    readings: Readonly<Record<string, Reading>>,
    histograms: readonly Histogram[],
  ) {
    for (const each of histograms) this.#registry.registerMetric(each)
    for (const [name, info] of Object.entries(infos)) {
      const read = readings[name]
      if (read === undefined) throw new Error(`the metric ${name} is read by nobody`)
      this.#add(name, info, read)
    }
  }

  /** Adds the figures of the process (CPU, memory, event-loop delay, garbage collection); they live as long as it. */
  addProcess(): void {
    collectDefaultMetrics({ register: this.#registry })
    for (const name of MISNAMED) this.#registry.removeSingleMetric(name)
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }

  #add(name: string, { type, help, labels }: MetricInfo, read: Reading): void {
    const options = {
      name: `tickwall_${name}`,
      help,
      labelNames: Object.keys(labels),
      registers: [this.#registry],
    }
    if (type === 'counter') {
      new Counter({
        ...options,
        collect() {
          this.reset()
          const now = read()
          if (typeof now === 'number') this.inc(now)
          else for (const [series, value] of now) this.inc(series, value)
        },
      })
    } else {
      new Gauge({
        ...options,
        collect() {
          this.reset()
          const now = read()
          if (typeof now === 'number') this.set(now)
          else for (const [series, value] of now) this.set(series, value)
        },
      })
    }
  }
}
