/** One series of an update: its identity, its data, and what of its look follows the zoom. */
export interface SeriesUpdate {
  readonly id: string
  readonly data: Float64Array
  readonly barWidth?: number
}

/** Parts of an update that are small and compared as text: grids and axes. */
export type FrameParts = Readonly<Record<string, unknown>>

export interface PictureUpdate {
  readonly parts: FrameParts
  readonly series: readonly SeriesUpdate[]
}

/** Remembers what a drawing was told, and answers what of an update is new to it: to be told anything again costs it a whole layout. */
export class SentPicture {
  readonly #parts = new Map<string, string>()
  readonly #series = new Map<string, SeriesUpdate>()

  /** Forgets everything, as after the drawing was made anew. */
  reset(): void {
    this.#parts.clear()
    this.#series.clear()
  }

  /** What to send, null if nothing is new. Counts as sent. */
  changes({ parts, series }: PictureUpdate): Record<string, unknown> | null {
    const changed: Record<string, unknown> = {}
    for (const [name, part] of Object.entries(parts)) {
      const text = JSON.stringify(part)
      if (this.#parts.get(name) === text) continue
      this.#parts.set(name, text)
      changed[name] = part
    }
    const newSeries = series.filter((update) => !isSame(this.#series.get(update.id), update))
    for (const update of newSeries) this.#series.set(update.id, update)
    if (newSeries.length > 0) changed['series'] = newSeries
    return Object.keys(changed).length === 0 ? null : changed
  }
}

function isSame(sent: SeriesUpdate | undefined, update: SeriesUpdate): boolean {
  if (sent === undefined || sent.barWidth !== update.barWidth || sent.data.length !== update.data.length) return false
  // Object.is: a void value is the same void value.
  return sent.data.every((value, index) => Object.is(value, update.data[index]))
}
