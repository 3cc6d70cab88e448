import { Observable, type Subscriber, type Subscription } from 'rxjs'
import type { TopicHandle } from '../market/market-store.js'
import type { Flush } from './flush-clock.js'

/**
 * The flushes of `raw`, each handed only to those whose topics may have changed since the one before: hundreds of times a
 * second a dozen topics change of hundreds, and to ask the others costs more than what the dozen have to say.
 */
export class ChangedFlushes {
  readonly #flush$: Observable<Flush>
  #changed: Subscriber<Flush>[] = []
  #subscribers = 0
  #flushes = 0
  #running: Subscription | null = null

  /** @param flush$ is listened to while anybody subscribes */
  constructor(flush$: Observable<Flush>) {
    this.#flush$ = flush$
  }

  /** The first flush after each change of a topic, or after what may be one. */
  of(handle: TopicHandle): Observable<Flush> {
    return new Observable((subscriber) => {
      let noted = -1
      const unfollow = handle.follow(() => {
        if (noted === this.#flushes) return
        noted = this.#flushes
        this.#changed.push(subscriber)
      })
      if (this.#subscribers++ === 0) this.#running = this.#flush$.subscribe((flush) => this.#hand(flush))
      return () => {
        unfollow()
        if (--this.#subscribers > 0) return
        this.#running?.unsubscribe()
        this.#running = null
        this.#changed = []
      }
    })
  }

  #hand(flush: Flush): void {
    this.#flushes++
    const changed = this.#changed
    this.#changed = []
    for (const subscriber of changed) subscriber.next(flush)
  }
}
