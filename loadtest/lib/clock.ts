import http from 'k6/http'
import { baseUrl, credentials } from './parameters.ts'

const ASKED = 7

/**
 * How far the server's clock is ahead of this machine's, ms: of several questions the one that was answered fastest tells it best, to within half
 * its round trip. On one machine that is nearly 0; between machines tick ages would otherwise be off by as much as their clocks are.
 */
export function clockOffsetMs(topic: string): number {
  let best = { roundTripMs: Infinity, offsetMs: 0 }
  for (let i = 0; i < ASKED; i++) {
    const sentMs = Date.now()
    const answer = http.get(`${baseUrl}/snapshot?topics=${encodeURIComponent(topic)}`, credentials)
    const roundTripMs = Date.now() - sentMs
    if (answer.status !== 200 || roundTripMs >= best.roundTripMs) continue
    const { ts } = answer.json() as unknown as { ts: number }
    best = { roundTripMs, offsetMs: ts - (sentMs + roundTripMs / 2) }
  }
  // Less than the error of asking is no difference.
  return Math.abs(best.offsetMs) <= best.roundTripMs / 2 + 1 ? 0 : Math.round(best.offsetMs)
}
