import { GATEWAY_FIELDS, SYS_NAMES, type SysName } from '@tickwall/protocol'
import { Subject, type Observable } from 'rxjs'
import { RecordTopic } from './record-topic.js'

/** Beyond what a market counts up to, for a server's short names are never given twice [SUB9]. */
const FIRST_REF = 1_000_000_000

/** What has to be looked at while somebody wants to see it. */
export interface Watched {
  /** Somebody does; called for each. */
  hold(): void
  release(): void
}

/** The topics about this process; they live as long as it. */
export class SysTopics {
  readonly #topics: Readonly<Record<SysName, RecordTopic>>
  readonly #turned = new Subject<void>()
  readonly #watched = new Map<SysName, Watched>()
  readonly turned$: Observable<void> = this.#turned.asObservable()
  /** In canonical order. */
  readonly names: readonly string[]

  /** `newEpoch` gives another text of at most 64 characters at each call, in no process the same. */
  constructor(newEpoch: () => string) {
    const made = SYS_NAMES.map((name, i) => {
      const topic = new RecordTopic({
        ...{ name, ref: FIRST_REF + i, epoch: newEpoch(), changed: () => this.#turned.next() },
        ...(name === 'gateway' ? { order: GATEWAY_FIELDS } : {}),
      })
      return [name, topic] as const
    })
    this.#topics = Object.fromEntries(made) as Record<SysName, RecordTopic>
    this.names = made.map(([, { name }]) => name).sort()
  }

  topic(name: SysName): RecordTopic {
    return this.#topics[name]
  }

  /** From here on a topic is looked at only while it is held. */
  watch(name: SysName, watched: Watched): void {
    this.#watched.set(name, watched)
  }

  hold(name: SysName): RecordTopic {
    this.#watched.get(name)?.hold()
    return this.#topics[name]
  }

  release(name: SysName): void {
    this.#watched.get(name)?.release()
  }
}
