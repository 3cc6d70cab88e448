import { Sparkline } from '../../market/sparkline.js'

/** Minutes that a row's line shows. */
export const LINE_MINUTES = 60
const MINUTE_MS = 60_000

/** `[openTime, close]` pairs, oldest first. */
export type Closes = readonly (readonly [openTimeMs: number, close: number])[]

/** Answers the last minute closes of some instruments, those absent that it could not load. Never rejects. */
export type LoadCloses = (instruments: readonly string[]) => Promise<ReadonlyMap<string, Closes>>

/**
 * The last hour of each instrument that was ever on screen: the past is asked for once, the present comes from its quote. One line is
 * 60 numbers, so hundreds of rows cost nothing worth freeing.
 */
export class HourLines {
  readonly #load: LoadCloses
  readonly #lines = new Map<string, Sparkline>()
  readonly #asked = new Set<string>()

  constructor(load: LoadCloses) {
    this.#load = load
  }

  /** The line of an instrument, or null before its first value. */
  get(instrument: string): Sparkline | null {
    return this.#lines.get(instrument) ?? null
  }

  /** A price at its event time; a line begins with the first. */
  push(instrument: string, timeMs: number, price: number): void {
    const line = this.#lines.get(instrument) ?? newLine()
    line.push(timeMs, price)
    this.#lines.set(instrument, line)
  }

  /** Loads the past of those not asked for before; answers which lines are new. A failed load may be asked for again. */
  async need(instruments: readonly string[]): Promise<readonly string[]> {
    const missing = instruments.filter((instrument) => !this.#asked.has(instrument))
    if (missing.length === 0) return []
    for (const instrument of missing) this.#asked.add(instrument)
    const loaded = await this.#load(missing)
    for (const [instrument, closes] of loaded) this.#replace(instrument, closes)
    // The others stay without a past until they are asked for again.
    for (const instrument of missing) if (!loaded.has(instrument)) this.#asked.delete(instrument)
    return [...loaded.keys()]
  }

  /** After a break the minutes between are missing: everything is asked for anew when it is next on screen. */
  forgetPast(): void {
    this.#asked.clear()
  }

  #replace(instrument: string, closes: Closes): void {
    const line = newLine()
    for (const [openTimeMs, close] of closes) line.push(openTimeMs, close)
    const held = this.#lines.get(instrument)
    const heldMs = held?.newestMs ?? null
    // The quote may be newer than the bars that were asked for.
    if (held !== undefined && heldMs !== null && heldMs >= (line.newestMs ?? -Infinity)) {
      line.push(heldMs, held.at(held.length - 1))
    }
    this.#lines.set(instrument, line)
  }
}

const newLine = (): Sparkline => new Sparkline(LINE_MINUTES, MINUTE_MS)
