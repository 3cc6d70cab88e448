import { percent } from './gauge.js'

/** What `fs.statfs` tells of a file system, in its blocks. */
export interface BlockCounts {
  readonly blocks: number
  readonly bfree: number
  readonly bavail: number
}

/** Used share as `df` prints it: blocks kept for the system count neither as used nor as free. */
export function diskUsed({ blocks, bfree, bavail }: BlockCounts): number {
  const used = blocks - bfree
  return percent(used, used + bavail)
}
