import { createLink, type Link, type LinkOptions, type Subscription } from '@tickwall/client'
import type { Rate } from '@tickwall/protocol'
import type { ClientHistory } from '../history/client-history.js'
import { recordedFetch } from '../record/recorded-fetch.js'
import { recordedSockets } from '../record/recorded-socket.js'
import { Recorder } from '../record/recorder.js'
import type { Proxy } from './toxiproxy.js'

export interface ClientTerms {
  readonly name: string
  readonly way: Pick<LinkOptions, 'transport' | 'codec'>
  readonly isTls: boolean
  readonly proxy: Proxy
  /** Where Nginx is to believe that it comes from. */
  readonly address: string
  readonly token: string
  readonly topics: readonly string[]
  /** Asked for as well; it may not read them. */
  readonly forbidden: readonly string[]
  readonly maxHz: Rate
  readonly ca: () => readonly string[]
}

/** Half of what the jitter may be, always: a client that waited long by chance says nothing of a gateway. */
const JITTER = 0.5

/** A client of the product, all of whose traffic is written down. */
export class ChaosClient {
  readonly name: string
  readonly isTls: boolean
  readonly proxy: Proxy
  readonly #terms: ClientTerms
  readonly #recorder = new Recorder()
  readonly #link: Link
  readonly #subscriptions: readonly Subscription[]

  constructor(terms: ClientTerms) {
    const { name, way, isTls, proxy, address, token, topics, forbidden, maxHz, ca } = terms
    const headers = { 'X-Forwarded-For': address }
    this.#terms = terms
    this.name = name
    this.isTls = isTls
    this.proxy = proxy
    this.#link = createLink({
      url: `${isTls ? 'wss' : 'ws'}://127.0.0.1:${String(proxy.port)}/ws`,
      token,
      ...way,
      socketFactory: recordedSockets({ recorder: this.#recorder, headers, ca }),
      fetch: recordedFetch(this.#recorder, headers),
      random: () => JITTER,
    })
    this.#subscriptions = topics.map((topic) => this.#link.subscribe(topic, { maxHz }))
    for (const topic of forbidden) this.#link.subscribe(topic, { maxHz })
  }

  get subscriptions(): readonly Subscription[] {
    return this.#subscriptions
  }

  /** How often its connection was lost or could not be made. */
  get reconnects(): number {
    return this.#link.stats.reconnects
  }

  /** Resolves when everything that it may read has come. */
  async ready(timeoutMs: number): Promise<void> {
    await Promise.all(this.#subscriptions.map((subscription) => subscription.ready(timeoutMs)))
  }

  /** What was sent to it, and what it shows now. */
  history(): ClientHistory {
    const { name, topics, forbidden } = this.#terms
    const shown = this.#subscriptions.flatMap(({ topic, position, state }) =>
      position === null || state === null ? [] : [{ topic, ...position, state: structuredClone({ ...state }) }],
    )
    return { name, topics, forbidden, events: [...this.#recorder.events], shown }
  }

  close(): void {
    this.#link.close()
  }
}
