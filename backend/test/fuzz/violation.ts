/** What a history must never show: a rule of docs/protocol.md or an invariant of ARCHITECTURE.md was broken. */
export class Violation extends Error {
  constructor(
    readonly rule: string,
    what: string,
  ) {
    super(`[${rule}] ${what}`)
  }
}

export function hold(isHeld: boolean, rule: string, what: () => string): asserts isHeld {
  if (!isHeld) throw new Violation(rule, what())
}
