import { median } from './median.js'

/** One reading; readings are only compared with those of the same group. */
export interface Reading {
  readonly group: string
  readonly atMs: number
  readonly value: number
}

const MS_PER_HOUR = 3_600_000

function byGroup(readings: readonly Reading[]): ReadonlyMap<string, readonly Reading[]> {
  const groups = new Map<string, Reading[]>()
  for (const reading of readings) {
    const known = groups.get(reading.group)
    if (known === undefined) groups.set(reading.group, [reading])
    else known.push(reading)
  }
  return groups
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Growth an hour by least squares. All groups share the slope and each has a level of its own: boards of a wall differ in size, and which of them
 * was looked at last says nothing about growth. NaN where no group has readings of two moments.
 */
export function slopePerHour(readings: readonly Reading[]): number {
  let together = 0
  let spread = 0
  for (const group of byGroup(readings).values()) {
    const middleMs = mean(group.map(({ atMs }) => atMs))
    const level = mean(group.map(({ value }) => value))
    for (const { atMs, value } of group) {
      together += (atMs - middleMs) * (value - level)
      spread += (atMs - middleMs) ** 2
    }
  }
  return spread === 0 ? NaN : (together / spread) * MS_PER_HOUR
}

/**
 * How much the median of the last third of the readings is above that of the first third, in the group where that is most; a shrinking one is
 * below 0. NaN where no group has three readings.
 */
export function growth(readings: readonly Reading[]): number {
  const grown = [...byGroup(readings).values()].flatMap((group) => {
    const third = Math.floor(group.length / 3)
    if (third === 0) return []
    const values = [...group].sort((a, b) => a.atMs - b.atMs).map(({ value }) => value)
    return [median(values.slice(-third)) - median(values.slice(0, third))]
  })
  return grown.length === 0 ? NaN : Math.max(...grown)
}
