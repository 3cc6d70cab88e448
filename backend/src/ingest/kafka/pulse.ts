/** Beats again and again, one beat at a time, with a pause between two that can be cut short. */
export class Pulse {
  readonly #beat: () => Promise<void>
  readonly #pauseMs: () => number
  #running: Promise<void> | null = null
  #wake: (() => void) | null = null
  #isHurried = false
  #isStopped = false

  /**
   * @param beat must not reject
   * @param pauseMs asked after each beat
   */
  constructor(beat: () => Promise<void>, pauseMs: () => number) {
    this.#beat = beat
    this.#pauseMs = pauseMs
  }

  /** Beats at once and from then on. */
  start(): void {
    this.#running ??= this.#run()
  }

  /** The next beat begins now, or right after the present one. */
  hurry(): void {
    this.#isHurried = true
    this.#wake?.()
  }

  /** Resolves when the last beat has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#wake?.()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      this.#isHurried = false
      await this.#beat()
      if (this.#isHurried || this.#isStopped) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.#pauseMs())
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = null
    }
  }
}
