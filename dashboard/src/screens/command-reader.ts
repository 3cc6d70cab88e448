import { isScreenMeant, SCREEN_COMMANDS, type ScreenCommand } from '@tickwall/protocol'

/** A command that this screen is to do now. */
export interface DueCommand extends ScreenCommand {
  readonly id: string
}

/** Where ids outlive the page, so that a reload does not do the command anew that asked for it. */
export interface SeenStore {
  read(): readonly string[]
  write(ids: readonly string[]): void
}

/** More than a gateway holds. */
const MOST_SEEN = 64

const isCommand = (value: unknown): value is ScreenCommand => {
  if (typeof value !== 'object' || value === null) return false
  const { command, path, screens, until } = value as Partial<Record<keyof ScreenCommand, unknown>>
  const isKnown = SCREEN_COMMANDS.some((known) => known === command) && (command !== 'goto' || typeof path === 'string')
  return isKnown && typeof screens === 'string' && typeof until === 'number'
}

/** Tells commands that are new from those that were there before: each is done once, in time, or never [SYS8]. */
export class CommandReader {
  readonly #store: SeenStore
  readonly #seen: Set<string>
  #hasBegun = false

  constructor(store: SeenStore) {
    this.#store = store
    this.#seen = new Set(store.read())
  }

  /** What is to be done by that state of `sys/commands`, which is current; of the first state nothing is. */
  take(state: object, screen: string, nowMs: number): readonly DueCommand[] {
    const isFirst = !this.#hasBegun
    this.#hasBegun = true
    const fresh = Object.entries(state).filter(([id]) => !this.#seen.has(id)) as [string, unknown][]
    if (fresh.length === 0) return []
    for (const [id] of fresh) this.#seen.add(id)
    // Before anything is done: what reloads the page comes back to this.
    this.#store.write([...this.#seen].slice(-MOST_SEEN))
    if (isFirst) return []
    return fresh.flatMap(([id, value]) =>
      isCommand(value) && value.until > nowMs && isScreenMeant(value.screens, screen) ? [{ ...value, id }] : [],
    )
  }
}
