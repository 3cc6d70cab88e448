import { metricSeries } from './metric-series.js'
import type { RecordedRecord } from './recorded-record.js'

/** Metric recordings hold a sample every five minutes or so: replayed this many times faster than market data, it is one a second. */
export const METRIC_PACE = 300
const BATCH_SAMPLES = 1_000

interface Sample {
  readonly series: number
  readonly timeMs: number
  readonly value: number
}

/** Time of a sample, `2014-02-14 14:30:00` in UTC; NaN for anything else. */
const sampleTime = (text: string) => Date.parse(`${text.replace(' ', 'T')}Z`)

/** Series of metrics, each recorded on dates of its own, laid side by side. */
export class SeriesTable {
  readonly #names: string[] = []
  readonly #firstMs: number[] = []
  readonly #samples: Sample[] = []

  /** Takes a row `series,ts,value`; one without a time or value is left out. */
  add([name = '', stamp = '', value = '']: readonly string[]): void {
    const timeMs = sampleTime(stamp)
    if (Number.isNaN(timeMs) || value === '') return
    let series = this.#names.lastIndexOf(name)
    if (series < 0) {
      series = this.#names.push(name) - 1
      this.#firstMs.push(timeMs)
    }
    this.#samples.push({ series, timeMs, value: Number(value) })
  }

  /**
   * All samples in batches, as received METRIC_PACE times faster than they were taken, every series from `startMs` on (null: the earliest
   * sample). Rows of a series keep their order; equal moments keep the order of the series.
   */
  *records(startMs: number | null): Generator<readonly RecordedRecord[]> {
    const origin = startMs ?? Math.min(...this.#firstMs)
    const metrics = this.#names.map(metricSeries)
    // Array.prototype.sort is stable.
    this.#samples.sort((a, b) => this.#sinceFirst(a) - this.#sinceFirst(b))
    for (let from = 0; from < this.#samples.length; from += BATCH_SAMPLES) {
      yield this.#samples.slice(from, from + BATCH_SAMPLES).flatMap((sample): RecordedRecord[] => {
        const metric = metrics[sample.series]
        if (metric === undefined) return []
        const { host, name, unit } = metric
        const { timeMs: time, value } = sample
        return [
          {
            log: 'metrics',
            key: host,
            value: { type: 'metric', host, name, unit, time, value },
            eventTime: time,
            received: { ms: origin + Math.floor(this.#sinceFirst(sample) / METRIC_PACE), ns: 0 },
            clockLeadMs: null,
          },
        ]
      })
    }
  }

  #sinceFirst({ series, timeMs }: Sample): number {
    return timeMs - (this.#firstMs[series] ?? timeMs)
  }
}
