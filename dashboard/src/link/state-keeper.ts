import type { Clock } from '@tickwall/client'
import { MAX_SAVED, type SavedState, type StateShelf } from './saved-states.js'

/** How often what is held is written. Writing costs milliseconds, a crash loses so much. */
export const SAVE_INTERVAL_MS = 60_000
/** The first time is earlier: who looks in for a moment sees something the next time. */
export const FIRST_SAVE_MS = 10_000

/** Keeps the last values of topics over the end of the browser: reads them once at the start, and writes what is held seldom. */
export class StateKeeper {
  readonly #shelf: StateShelf
  readonly #clock: Clock
  readonly #held: () => Iterable<SavedState>
  /** In the order of their last writing. */
  readonly #saved = new Map<string, SavedState>()
  #cancel: (() => void) | null = null
  #isLoaded = false

  /** `held` are the states that are known now; `onLoaded` is called once, when those of before are known. */
  constructor(shelf: StateShelf, clock: Clock, held: () => Iterable<SavedState>, onLoaded: () => void) {
    this.#shelf = shelf
    this.#clock = clock
    this.#held = held
    void shelf.load().then((states) => {
      for (const state of states) this.#saved.set(state.topic, state)
      this.#isLoaded = true
      onLoaded()
    })
    this.#saveLater(FIRST_SAVE_MS)
  }

  /** The last value of a topic that was saved; null while nothing is known of it. */
  get(topic: string): SavedState | null {
    return this.#saved.get(topic) ?? null
  }

  /** Writes now what is held, unless what was there is not read yet. */
  save(): void {
    if (!this.#isLoaded) return
    let isNew = false
    for (const state of this.#held()) {
      if (this.#saved.get(state.topic)?.receivedAtMs === state.receivedAtMs) continue
      this.#saved.delete(state.topic)
      this.#saved.set(state.topic, state)
      isNew = true
    }
    for (const topic of this.#saved.keys()) {
      if (this.#saved.size <= MAX_SAVED) break
      this.#saved.delete(topic)
    }
    if (isNew) void this.#shelf.put([...this.#saved.values()])
  }

  /** Writes a last time. */
  stop(): void {
    this.#cancel?.()
    this.save()
  }

  #saveLater(delayMs: number): void {
    this.#cancel = this.#clock.after(delayMs, () => {
      this.save()
      this.#saveLater(SAVE_INTERVAL_MS)
    })
  }
}
