import type { PageChange, PageScope } from '../src/link/page-scope.js'
import type { FakeClock } from '../../client/test/fake-clock.js'

/** A page that is painted, hidden and cut off by the test. */
export class FakePage implements PageScope {
  readonly #clock: FakeClock
  readonly #listeners = new Set<(what: PageChange) => void>()
  #frames = new Set<() => void>()
  #held: ((name: string) => void) | null = null
  #visible = true
  #online = true

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  /** The page's clock started elsewhere than the worker's. */
  nowMs(): number {
    return this.#clock.nowMs() - 77_000
  }
  isVisible(): boolean {
    return this.#visible
  }
  isOnline(): boolean {
    return this.#online
  }
  nextFrame(run: () => void): () => void {
    this.#frames.add(run)
    return () => {
      this.#frames.delete(run)
    }
  }
  afterPaint(run: () => void): void {
    this.#frames.add(() => {
      this.#clock.after(0, run)
    })
  }
  holdLock(held: (name: string) => void): void {
    this.#held = held
  }
  after(delayMs: number, run: () => void): () => void {
    return this.#clock.after(delayMs, run)
  }
  soon(run: () => void): void {
    this.#clock.soon(run)
  }
  onChange(listener: (what: PageChange) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  get listeners(): number {
    return this.#listeners.size
  }

  /** The browser paints, unless the page is hidden. */
  paint(): void {
    this.#clock.settle()
    if (this.#visible) {
      const frames = this.#frames
      this.#frames = new Set()
      for (const run of frames) run()
    }
    this.#clock.settle()
  }

  /** The browser grants the lock. */
  grantLock(name: string): void {
    this.#held?.(name)
    this.#clock.settle()
  }

  /** The page goes into the browser's cache of pages, or comes out of it. */
  goes(what: 'left' | 'returned'): void {
    for (const listener of this.#listeners) listener(what)
    this.#clock.settle()
  }

  setVisible(isVisible: boolean): void {
    this.#visible = isVisible
    for (const listener of this.#listeners) listener('visibility')
    this.#clock.settle()
  }

  setOnline(isOnline: boolean): void {
    this.#online = isOnline
    for (const listener of this.#listeners) listener('network')
    this.#clock.settle()
  }
}
