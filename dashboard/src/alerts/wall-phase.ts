/** Long enough to be read by who looks up, and then out of the way of what the board shows. */
const BANNER_MS = 12_000
const CARD_MS = 5 * 60_000

/** How an alert of this age is shown on a wall; null is not any more. */
export function wallPhase(ageMs: number): 'banner' | 'card' | null {
  if (ageMs < BANNER_MS) return 'banner'
  return ageMs < CARD_MS ? 'card' : null
}
