import { LINE_MINUTES, type Closes, type LoadCloses } from './hour-lines.js'

/** Requests under way at the same time: a browser keeps six connections to a host, and the page needs some of them. */
const AT_ONCE = 4
const FIELD = { openTime: 0, close: 4 } as const

/** Reads minute bars from the gateway's `/api/bars`, one instrument a request; one that is refused costs only its own line. */
export const loadClosesBy =
  (get: (path: string) => Promise<Response>): LoadCloses =>
  async (instruments) => {
    const loaded = new Map<string, Closes>()
    const waiting = [...instruments]
    const work = async () => {
      for (let instrument = waiting.shift(); instrument !== undefined; instrument = waiting.shift()) {
        const closes = await closesOf(instrument, get)
        if (closes !== null) loaded.set(instrument, closes)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    return loaded
  }

async function closesOf(instrument: string, get: (path: string) => Promise<Response>): Promise<Closes | null> {
  const query = new URLSearchParams({ instrument, interval: '1m', limit: String(LINE_MINUTES) })
  try {
    const response = await get(`/api/bars?${query.toString()}`)
    return response.ok ? readCloses(await response.json()) : null
  } catch {
    // Not reached, or cut off in the middle: the same as refused.
    return null
  }
}

/** Closes of an `/api/bars` answer, oldest first; whatever has another shape is left out. */
export function readCloses(answer: unknown): Closes {
  if (typeof answer !== 'object' || answer === null || !('items' in answer) || !Array.isArray(answer.items)) return []
  return answer.items.flatMap((item: unknown): Closes => {
    if (!Array.isArray(item)) return []
    const [openTime, close] = [item[FIELD.openTime] as unknown, item[FIELD.close] as unknown]
    // Only what is a price becomes a number: of `null` and of an empty text `Number` would make 0.
    if (typeof openTime !== 'number' || typeof close !== 'string' || !/^-?\d/.test(close)) return []
    return [[openTime, Number(close)]]
  })
}
