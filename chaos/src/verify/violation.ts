/** Something that a history must never show. */
export interface Violation {
  readonly client: string
  /** The rule of docs/protocol.md that was broken, or `fresh`, `end`, `shown`: the bounds of docs/chaos.md. */
  readonly rule: string
  readonly what: string
  /** When it was received, ms; null where it is about the whole run. */
  readonly atMs: number | null
}
