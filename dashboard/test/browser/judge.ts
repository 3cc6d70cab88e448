import { until } from '@tickwall/tools'

/** A place on the screen: what must stand there, and what does. */
export interface Seen {
  /** What the server holds, as one text; as long as it is the same, the screen must come to the same. */
  readonly held: string
  /** The places of this thing that differ from what is held; empty is right. */
  readonly faults: readonly string[]
}

/** A screen is a frame and a flush behind the server; after this long with an unchanged state not even a busy machine has an excuse. */
const GRACE_MS = 10_000

export interface Judgement {
  /** How many different things were seen to be right. */
  readonly right: number
  /** What stayed wrong although the state stood still. */
  readonly wrong: readonly string[]
}

/** What a look saw by name; null for what moved while it was looked at. */
export type Look = ReadonlyMap<string, Seen | null>

/**
 * Looks again and again until `enough` things were right and all that is on the screen was right once, something is wrong for good,
 * or `timeoutMs` has passed.
 */
export async function judge(
  look: () => Promise<Look>,
  { enough, timeoutMs = 60_000 }: { readonly enough: number; readonly timeoutMs?: number },
): Promise<Judgement> {
  const right = new Set<string>()
  const wrong = new Set<string>()
  const suspects = new Map<
    string,
    { readonly held: string; readonly sinceMs: number; readonly faults: readonly string[] }
  >()
  await until(
    async () => {
      const looked = await look()
      // What left the screen can no longer be proven to be either.
      for (const name of suspects.keys()) if (!looked.has(name)) suspects.delete(name)
      for (const [name, seen] of looked) {
        if (seen === null) continue
        const { held, faults } = seen
        const known = suspects.get(name)
        if (faults.length === 0) {
          suspects.delete(name)
          right.add(name)
        } else if (known?.held !== held) suspects.set(name, { held, sinceMs: Date.now(), faults })
        else if (Date.now() - known.sinceMs > GRACE_MS) for (const fault of faults) wrong.add(`${name}: ${fault}`)
      }
      // In a market that moves something is always a frame behind: what was right before is not waited for.
      return wrong.size > 0 || (right.size >= enough && [...suspects.keys()].every((name) => right.has(name)))
    },
    { what: `${enough} figures equal to the snapshot`, timeoutMs },
  ).catch((cause: unknown) => {
    const doubtful = [...suspects].map(([name, { faults }]) => `${name}: ${faults.join(', ')}`)
    throw new Error(`${right.size} of ${enough} figures are equal; last: ${doubtful.join('; ')}`, { cause })
  })
  return { right: right.size, wrong: [...wrong] }
}
