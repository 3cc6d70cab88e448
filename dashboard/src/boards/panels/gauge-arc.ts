/** A gauge opens at the bottom: from its lower left over the top to its lower right. */
const SWEEP = (240 / 180) * Math.PI
const START = (150 / 180) * Math.PI

/** Where a value stands on its scale from 0, 0 to 1; 0 for nothing. */
export const gaugePart = (value: number | null, full: number): number =>
  value === null || Number.isNaN(value) || full <= 0 ? 0 : Math.min(1, Math.max(0, value / full))

const pointAt = (part: number, radius: number): string => {
  const angle = START + part * SWEEP
  return `${(Math.cos(angle) * radius).toFixed(2)} ${(Math.sin(angle) * radius).toFixed(2)}`
}

/** An SVG path along the gauge around the origin, between two parts of its scale; empty for no length. */
export function gaugeArc(from: number, to: number, radius: number): string {
  if (to - from <= 0) return ''
  const isLarge = (to - from) * SWEEP > Math.PI ? 1 : 0
  return `M ${pointAt(from, radius)} A ${String(radius)} ${String(radius)} 0 ${String(isLarge)} 1 ${pointAt(to, radius)}`
}

const STEPS = [1, 2, 2.5, 5, 10]

/** A round number at the end of the scale: what was asked for, 100 for percent, else room for the values and the thresholds. */
export function gaugeFull(asked: number | null, isPercent: boolean, values: readonly (number | null)[]): number {
  if (asked !== null && asked > 0) return asked
  if (isPercent) return 100
  const most = Math.max(0, ...values.map((value) => value ?? 0)) * 1.1
  if (most === 0) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  return (STEPS.find((step) => step * power >= most) ?? 10) * power
}
