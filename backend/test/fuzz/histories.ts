import { History, type HistoryOptions } from './history.js'
import { newTally, type Tally } from './tally.js'
import { Violation } from './violation.js'

/** What came of a run of histories. */
export interface Outcome {
  /** What all of them lived through, together. */
  readonly lived: Tally
  readonly failures: readonly Failure[]
}

export interface Failure {
  readonly seed: number
  /** The rule that was seen broken, or `fault` when the product threw. */
  readonly rule: string
  readonly message: string
}

/** Lives through the histories of these seeds, one after the other, also after one has failed. */
export async function liveThrough(seeds: Iterable<number>, options: HistoryOptions = {}): Promise<Outcome> {
  const lived = newTally()
  const failures: Failure[] = []
  for (const seed of seeds) {
    const history = new History(seed, options)
    try {
      await history.run()
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      failures.push({ seed, rule: error instanceof Violation ? error.rule : 'fault', message })
    }
    for (const what of Object.keys(lived) as (keyof Tally)[]) lived[what] += history.lived[what]
  }
  return { lived, failures }
}

/** Lives through a failing history again and tells the last `lines` lines of the way to its failure. */
export async function traceOf(
  { seed, message }: Failure,
  lines: number,
  options: HistoryOptions = {},
): Promise<string[]> {
  const history = new History(seed, { ...options, isTold: true })
  await history.run().catch(() => undefined)
  return history.trace(message, lines)
}

/** `count` seeds in a row. */
export const seedsFrom = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i)
