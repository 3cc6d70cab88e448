import type { LimitName } from '../config/limit-names.js'

export type LimitMode = 'enforced' | 'dryRun'

/** Counts what reaches a limit, and says whether the limit is enforced or only watched. */
export class LimitWatch {
  readonly #dryRun: ReadonlySet<LimitName>
  readonly #counted: (limit: LimitName, mode: LimitMode) => void

  constructor(dryRun: ReadonlySet<LimitName>, counted: (limit: LimitName, mode: LimitMode) => void) {
    this.#dryRun = dryRun
    this.#counted = counted
  }

  isEnforced(limit: LimitName): boolean {
    return !this.#dryRun.has(limit)
  }

  /** Whether to act on it. */
  readonly reached = (limit: LimitName): boolean => {
    const isEnforced = this.isEnforced(limit)
    this.#counted(limit, isEnforced ? 'enforced' : 'dryRun')
    return isEnforced
  }
}
