const HEAD = '{"type":"frame","n":'
const PREV = ',"prev":'
const TS = ',"ts":'

/** Opens a frame's text, in the order that `readFrameHead` relies on; `prev` is null for a frame made for one connection. */
export function frameHead(n: number, prev: number | null, ts: number, at: number): string {
  const before = prev === null ? '' : `${PREV}${String(prev)}`
  return `${HEAD}${String(n)}${before}${TS}${String(ts)},"at":${String(at)}`
}

export interface FrameHead {
  readonly n: number
  readonly prev: number | null
}

/**
 * `n` and `prev` of a frame's text, read from its first bytes, or null when the text is no frame or is not written
 * in the documented order. Hot path: reads some 40 characters, whatever the frame's length.
 */
export function readFrameHead(text: string): FrameHead | null {
  if (!text.startsWith(HEAD)) return null
  const nEnd = digitsEnd(text, HEAD.length)
  if (nEnd === HEAD.length) return null
  const n = Number(text.slice(HEAD.length, nEnd))
  if (text.startsWith(TS, nEnd)) return { n, prev: null }
  if (!text.startsWith(PREV, nEnd)) return null
  const prevStart = nEnd + PREV.length
  const prevEnd = digitsEnd(text, prevStart)
  if (prevEnd === prevStart || !text.startsWith(TS, prevEnd)) return null
  return { n, prev: Number(text.slice(prevStart, prevEnd)) }
}

/** 2^53 has 16 digits; a longer run is no frame number, and not worth reading. */
const MAX_DIGITS = 16

function digitsEnd(text: string, start: number): number {
  let end = start
  while (end < start + MAX_DIGITS) {
    const code = text.charCodeAt(end)
    if (!(code >= 48 && code <= 57)) break
    end += 1
  }
  return end
}
