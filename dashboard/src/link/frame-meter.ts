import type { FrameEvent } from '@tickwall/client'
import type { ArrivalMeter } from './arrival-meter.js'
import { LatencyWindow } from './latency-window.js'
import type { LatencyStage, StageLatency } from './link-report.js'
import { MovingRatio } from './moving-ratio.js'

const HOST_STAGES = ['source', 'gateway', 'wire', 'decode'] as const satisfies readonly LatencyStage[]

/** What of a topic's state counts here. */
export interface FrameTopic {
  readonly eventAtMs: number | null
  /** Trades of the day so far; null for other kinds. */
  readonly trades: number | null
}

/** How long frames took to get into the worker, stage by stage, and what was merged into them. */
export class FrameMeter {
  readonly #windows: Readonly<Record<(typeof HOST_STAGES)[number], LatencyWindow>> = {
    source: new LatencyWindow(),
    gateway: new LatencyWindow(),
    wire: new LatencyWindow(),
    decode: new LatencyWindow(),
  }
  readonly #merged = new MovingRatio()
  readonly #trades = new Map<string, number>()
  readonly #arrivals: ArrivalMeter

  constructor(arrivals: ArrivalMeter) {
    this.#arrivals = arrivals
  }

  get codec(): 'json' | 'binary' | null {
    return this.#arrivals.codec
  }

  /**
   * A frame was taken in; `nowMs` and `serverNowMs` are the same moment on the worker's and the server's clock. A frame made for this
   * connection alone may carry what is old: only those for all tell how long the way is.
   */
  frame(frame: FrameEvent, nowMs: number, serverNowMs: number, topicOf: (topic: string) => FrameTopic | null): void {
    const isForAll = frame.prev !== null
    let newestEventMs = -Infinity
    for (const topic of frame.topics) {
      const known = topicOf(topic)
      newestEventMs = Math.max(newestEventMs, known?.eventAtMs ?? -Infinity)
      if (known !== null && known.trades !== null) this.#count(topic, known.trades, isForAll)
    }
    if (!isForAll) return
    const { source, gateway, wire, decode } = this.#windows
    const arrivedAtMs = this.#arrivals.takeMs()
    if (newestEventMs > -Infinity) source.add(nowMs, frame.at - newestEventMs)
    gateway.add(nowMs, frame.ts - frame.at)
    wire.add(nowMs, serverNowMs - (arrivedAtMs === null ? 0 : nowMs - arrivedAtMs) - frame.ts)
    if (arrivedAtMs !== null) decode.add(nowMs, nowMs - arrivedAtMs)
  }

  /** A second has passed. */
  tick(): void {
    this.#merged.tick()
  }

  read(nowMs: number): { readonly latency: readonly StageLatency[]; readonly tradesPerUpdate: number | null } {
    return {
      latency: HOST_STAGES.map((stage) => ({ stage, ...this.#windows[stage].read(nowMs) })),
      tradesPerUpdate: this.#merged.read(),
    }
  }

  /** A count that went back is a new day's. */
  #count(topic: string, trades: number, isForAll: boolean): void {
    const before = this.#trades.get(topic)
    this.#trades.set(topic, trades)
    if (isForAll && before !== undefined && trades > before) this.#merged.add(trades - before, 1)
  }
}
