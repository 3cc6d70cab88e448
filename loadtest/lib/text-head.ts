import type { FrameHead } from '../../protocol/src/frame-head.ts'

const HEAD = /^\{"type":"frame","n":(\d+)(?:,"prev":(\d+))?,"ts":(\d+),"at":(\d+)[,}]/
/** Longer than any head: names of 38 characters and four numbers of at most 16 digits. What is searched is copied first. */
const HEAD_CHARS = 120

/**
 * `readFrameHead` of protocol/ for k6: its engine takes a microsecond for each call and for each character that JavaScript looks at, so one search is
 * left to what is native, and numbers are made by an operator. Null when the text is no frame.
 */
export function readTextHead(text: string): FrameHead | null {
  const found = HEAD.exec(text.slice(0, HEAD_CHARS))
  if (found === null) return null
  const prev = found[2]
  return {
    n: +(found[1] as string),
    prev: prev === undefined ? null : +prev,
    ts: +(found[3] as string),
    at: +(found[4] as string),
  }
}
