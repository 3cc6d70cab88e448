/** Listeners by event; each is called in the order of its registration. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>()

  /** Answers how to stop listening. */
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    // A wrapper of its own, so that the same function can listen twice and leave once.
    const entry = (payload: Events[Name]): void => {
      listener(payload)
    }
    listeners.add(entry)
    return () => {
      listeners.delete(entry)
    }
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    const listeners = this.#listeners.get(name)
    if (listeners === undefined) return
    for (const listener of listeners) (listener as (payload: Events[Name]) => void)(payload)
  }
}
