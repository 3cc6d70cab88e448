import { LINE_MINUTES, type Closes, type LoadCloses } from './hour-lines.js'

/** Requests under way at the same time: a browser keeps six connections to a host, and the page needs some of them. */
const AT_ONCE = 4
const FIELD = { openTime: 0, close: 4 } as const

/** Reads minute bars from the gateway's `/api/bars`, one instrument a request. */
export const loadClosesBy =
  (get: (path: string) => Promise<Response>): LoadCloses =>
  async (instruments) => {
    const loaded = new Map<string, Closes>()
    const waiting = [...instruments]
    const work = async () => {
      for (let instrument = waiting.shift(); instrument !== undefined; instrument = waiting.shift()) {
        const query = new URLSearchParams({ instrument, interval: '1m', limit: String(LINE_MINUTES) })
        const response = await get(`/api/bars?${query.toString()}`)
        if (!response.ok) throw new Error(`HTTP ${response.status}`)
        loaded.set(instrument, readCloses(await response.json()))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    return loaded
  }

/** Closes of an `/api/bars` answer, oldest first; whatever has another shape is left out. */
export function readCloses(answer: unknown): Closes {
  if (typeof answer !== 'object' || answer === null || !('items' in answer) || !Array.isArray(answer.items)) return []
  return answer.items.flatMap((item: unknown): Closes =>
    Array.isArray(item) ? [[Number(item[FIELD.openTime]), Number(item[FIELD.close])]] : [],
  )
}
