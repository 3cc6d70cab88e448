import { frameBytes, frames } from './measures.ts'

let counted = 0
let bytes = 0

/** Counts a frame; told to k6 in lots, for a sample of a metric costs more than the check of a frame. */
export function countFrame(length: number): void {
  counted += 1
  bytes += length
}

/** Tells what was counted since the last call. */
export function tellFrames(): void {
  if (counted === 0) return
  frames.add(counted)
  frameBytes.add(bytes)
  counted = 0
  bytes = 0
}
