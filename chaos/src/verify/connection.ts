import type { Asked } from '../history/client-history.js'

/** What a connection knows of one topic. */
export interface ServedTopic {
  readonly name: string
  /** What has to come first; `answer`: the client asks anew, and what comes until then follows on what it no longer holds. */
  awaits: 'snapshot' | 'delta' | 'answer' | null
  /** The offset that the next delta begins from, where it is not what is held. */
  base: number | null
  /** Whether the client said where it stood, so that it must not be sent back. */
  readonly hasPosition: boolean
}

/** One connection of a client, or one request without a session. */
export class Connection {
  /** Requests that wait for their answer. */
  readonly asked: Asked[] = []
  readonly byRef = new Map<number, ServedTopic>()
  readonly offsets = new Map<string, { readonly epoch: string; readonly offset: number }>()
  n: number | null = null

  constructor(asked: Asked | null) {
    if (asked !== null) this.asked.push(asked)
  }
}
