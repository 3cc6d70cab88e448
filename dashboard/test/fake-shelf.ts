import type { SavedState, StateShelf } from '../src/link/saved-states.js'

/** A shelf in memory that counts. */
export class FakeShelf implements StateShelf {
  states: readonly SavedState[]
  puts = 0

  constructor(states: readonly SavedState[] = []) {
    this.states = states
  }

  load(): Promise<readonly SavedState[]> {
    return Promise.resolve(this.states)
  }

  put(states: readonly SavedState[]): Promise<void> {
    this.states = structuredClone(states)
    this.puts += 1
    return Promise.resolve()
  }
}
