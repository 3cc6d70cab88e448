import type { MetricItem } from '@tickwall/protocol'

/** The points of one second, summed up in log order: plain IEEE sums in one order are the same on every machine (INV2). */
export class MetricSecond {
  readonly second: number
  sum = 0
  count = 0
  min = Infinity
  max = -Infinity
  version = -1

  constructor(second: number) {
    this.second = second
  }

  add(value: number, offset: number): void {
    this.sum += value
    this.count += 1
    if (value < this.min) this.min = value
    if (value > this.max) this.max = value
    this.version = offset
  }

  get avg(): number {
    return averageOf(this.sum, this.count, this.min, this.max)
  }

  item(): MetricItem {
    return [this.second, this.avg, this.min, this.max]
  }
}

/** The average, finite also where the sum of finite values is not: JSON knows no infinity. */
export function averageOf(sum: number, count: number, min: number, max: number): number {
  const avg = sum / count
  return Number.isFinite(avg) ? avg : avg > 0 ? max : min
}
