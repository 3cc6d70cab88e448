/** Which board of the playlist a wall shows, and which is being made ready under it. */
export interface Rotation {
  readonly count: number
  readonly current: number
  /** Mounted under the current one; null while none is. */
  readonly next: number | null
  /** The next one is painted: it may be shown without a blank frame. */
  readonly isPainted: boolean
  /** Someone asked for the next one: it is shown as soon as it is painted, not when the time is over. */
  readonly isAsked: boolean
  /** The rotation stands still. */
  readonly isHeld: boolean
  readonly shownAtMs: number
}

export type RotationEvent =
  | { readonly type: 'tick'; readonly nowMs: number; readonly rotateMs: number }
  | { readonly type: 'painted'; readonly index: number }
  /** To another board, by so many places. */
  | { readonly type: 'turn'; readonly by: number }
  | { readonly type: 'goTo'; readonly index: number }
  | { readonly type: 'hold'; readonly nowMs: number }

/** A board has at most this long to be made ready before it is due. */
export const LEAD_MS = 8000

export const startRotation = (count: number, current: number, nowMs: number): Rotation => ({
  count,
  current: count === 0 ? 0 : ((current % count) + count) % count,
  next: null,
  isPainted: false,
  isAsked: false,
  isHeld: false,
  shownAtMs: nowMs,
})

/** Time until the next board is due; null while none is. */
export const restMs = ({ count, isHeld, shownAtMs }: Rotation, rotateMs: number, nowMs: number): number | null =>
  count < 2 || isHeld ? null : Math.max(0, shownAtMs + rotateMs - nowMs)

const ready = (rotation: Rotation, next: number, isAsked: boolean): Rotation =>
  next === rotation.current
    ? { ...rotation, next: null, isPainted: false, isAsked: false }
    : { ...rotation, next, isAsked, isPainted: next === rotation.next && rotation.isPainted }

/** Whether the next board is to be shown now. */
export function isTurning(rotation: Rotation, rotateMs: number, nowMs: number): boolean {
  if (rotation.next === null || !rotation.isPainted) return false
  return rotation.isAsked || restMs(rotation, rotateMs, nowMs) === 0
}

/** The one place where a wall decides what it shows: the next board replaces the current one only once it is painted. */
export function rotate(rotation: Rotation, event: RotationEvent): Rotation {
  switch (event.type) {
    case 'tick': {
      const { nowMs, rotateMs } = event
      if (rotation.next !== null && isTurning(rotation, rotateMs, nowMs)) {
        const { count, isHeld } = rotation
        return { ...startRotation(count, rotation.next, nowMs), isHeld }
      }
      const rest = restMs(rotation, rotateMs, nowMs)
      const isNear = rest !== null && rest <= Math.min(LEAD_MS, rotateMs / 2)
      return isNear && rotation.next === null
        ? ready(rotation, (rotation.current + 1) % rotation.count, false)
        : rotation
    }
    case 'painted':
      return event.index === rotation.next ? { ...rotation, isPainted: true } : rotation
    case 'turn': {
      if (rotation.count < 2) return rotation
      const from = rotation.isAsked && rotation.next !== null ? rotation.next : rotation.current
      return ready(rotation, (((from + event.by) % rotation.count) + rotation.count) % rotation.count, true)
    }
    case 'goTo':
      return event.index >= 0 && event.index < rotation.count ? ready(rotation, event.index, true) : rotation
    case 'hold':
      // What is being made ready by the clock is dropped; what was asked for is still shown. Afterwards a board has its whole time.
      return {
        ...rotation,
        ...(rotation.isAsked ? {} : { next: null, isPainted: false }),
        isHeld: !rotation.isHeld,
        shownAtMs: event.nowMs,
      }
  }
}
