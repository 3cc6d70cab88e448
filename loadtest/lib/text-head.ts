import type { FrameHead } from '../../protocol/src/frame-head.ts'

const START = '{"type":"frame","n":'
const PREV = ',"prev":'
const TS = ',"ts":'
const AT = ',"at":'
/** Longer than any head: names of 38 characters and four numbers of at most 16 digits. */
const HEAD_CHARS = 120

/**
 * `readFrameHead` of protocol/ for k6: its engine takes a microsecond for each character that JavaScript looks at, so searching is left to what is
 * native. Null when the text is no frame; the texts are a server's, so numbers are taken for numbers.
 */
export function readTextHead(text: string): FrameHead | null {
  if (!text.startsWith(START)) return null
  const head = text.slice(0, HEAD_CHARS)
  const tsAt = head.indexOf(TS)
  const atAt = head.indexOf(AT, tsAt)
  const end = head.indexOf(',', atAt + AT.length)
  if (tsAt < 0 || atAt < 0) return null
  const prevAt = head.indexOf(PREV)
  const hasPrev = prevAt >= 0 && prevAt < tsAt
  return {
    n: Number(head.slice(START.length, hasPrev ? prevAt : tsAt)),
    prev: hasPrev ? Number(head.slice(prevAt + PREV.length, tsAt)) : null,
    ts: Number(head.slice(tsAt + TS.length, atAt)),
    at: Number(head.slice(atAt + AT.length, end < 0 ? head.indexOf('}', atAt) : end)),
  }
}
