/** Whether a threshold may be met again, and since when it is. */
export interface Trigger {
  /** Null before the first value. */
  readonly isArmed: boolean | null
  readonly overSinceMs: number | null
}

export const FRESH_TRIGGER: Trigger = { isArmed: null, overSinceMs: null }

export interface Threshold {
  /** Met at this value and above. */
  readonly at: number
  /** Armed again at this value and below; never above `at`. */
  readonly back: number
  /** How long it has to be met, ms. */
  readonly holdMs: number
  /** A value that is over at first was not seen to come there: false waits until it was below. */
  readonly countsAtFirst: boolean
}

/** A switch with hysteresis: it fires when the value has been over for `holdMs`, and not again before it was back. */
export function pull(
  { isArmed, overSinceMs }: Trigger,
  value: number,
  { at, back, holdMs, countsAtFirst }: Threshold,
  nowMs: number,
): { readonly trigger: Trigger; readonly fires: boolean } {
  if (value < at) {
    return { trigger: { isArmed: value <= back || (isArmed ?? true), overSinceMs: null }, fires: false }
  }
  const sinceMs = overSinceMs ?? nowMs
  const armed = isArmed ?? countsAtFirst
  const fires = armed && nowMs - sinceMs >= holdMs
  return { trigger: { isArmed: armed && !fires, overSinceMs: sinceMs }, fires }
}
