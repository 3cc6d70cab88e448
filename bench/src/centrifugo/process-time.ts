import { readFile } from 'node:fs/promises'

/** Linux counts processor time in ticks of 10 ms for whoever reads it (sysconf(_SC_CLK_TCK), 100 everywhere). */
const TICK_US = 10_000

/** User and system time of a process out of the text of its `/proc/<pid>/stat`, µs. Throws when the text is not one. */
export function processTimeUs(stat: string): number {
  // The second field is the program's name in parentheses, which may hold anything; the third follows it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const us = (Number(fields[11]) + Number(fields[12])) * TICK_US
  if (!Number.isFinite(us)) throw new Error('not a /proc/<pid>/stat')
  return us
}

/** Processor time of another process so far, µs. Rejects where there is no `/proc`. */
export const readProcessTime = async (pid: number): Promise<number> =>
  processTimeUs(await readFile(`/proc/${pid}/stat`, 'utf8'))
