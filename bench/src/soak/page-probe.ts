import type { CDPSession, Page } from 'playwright-core'

/** What a page holds, after a full collection. */
export interface Held {
  readonly heapBytes: number
  /** Nodes of its document, and those of pieces that only scripts still hold. */
  readonly nodes: number
  readonly listeners: number
  /** Timers and intervals that were started and neither fired nor were cleared. */
  readonly timers: number
  /** Canvases in the document, and those that only scripts still hold. */
  readonly canvases: number
}

/** Counts timers from the first script of every document on; call it before the page is opened. */
export async function countTimers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const open = new Set<number>()
    const { setTimeout, setInterval, clearTimeout, clearInterval } = window
    Object.assign(window, {
      openTimers: open,
      setTimeout(handler: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) {
        const id: number = setTimeout(() => {
          open.delete(id)
          handler(...args)
        }, ms)
        open.add(id)
        return id
      },
      setInterval(handler: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) {
        const id: number = setInterval(handler, ms, ...args)
        open.add(id)
        return id
      },
      clearTimeout(id?: number) {
        if (id !== undefined) open.delete(id)
        clearTimeout(id)
      },
      clearInterval(id?: number) {
        if (id !== undefined) open.delete(id)
        clearInterval(id)
      },
    })
  })
}

const GROUP = 'soak'

/** The document, and each piece that hangs in no document, as a whole. */
const NODES = `function () {
  const held = this.filter((node) => !Object.hasOwn(node, 'constructor')) // those that have are prototypes
  const pieces = new Set([document, ...held.map((node) => node.getRootNode())])
  let nodes = 0
  for (const piece of pieces) {
    const walker = document.createTreeWalker(piece, NodeFilter.SHOW_ALL)
    do nodes++
    while (walker.nextNode() !== null)
  }
  return nodes
}`

/** Asks a page what it holds, through a session that outlives its reloads. */
export class PageProbe {
  readonly #session: CDPSession

  private constructor(session: CDPSession) {
    this.#session = session
  }

  static async open(page: Page): Promise<PageProbe> {
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    return new PageProbe(session)
  }

  /** Rejects while the page is between two documents. */
  async read(): Promise<Held> {
    // Asked together, so that they are answered in one go: a page that is read a moment later has made new rubbish.
    const [, { metrics }] = await Promise.all([
      this.#session.send('HeapProfiler.collectGarbage'),
      this.#session.send('Performance.getMetrics'),
    ])
    const metric = (name: string): number => metrics.find((entry) => entry.name === name)?.value ?? NaN
    return {
      heapBytes: metric('JSHeapUsedSize'),
      // Not the browser's own count: it has in it what was let go of and not swept yet, hundreds of texts where the machine is busy.
      nodes: await this.#countOf('Node', NODES),
      listeners: metric('JSEventListeners'),
      timers: await this.#number('openTimers.size'),
      canvases: await this.#countOf('HTMLCanvasElement', 'function () { return this.length }'),
    }
  }

  async #number(expression: string): Promise<number> {
    const { result } = await this.#session.send('Runtime.evaluate', { expression, returnByValue: true })
    return typeof result.value === 'number' ? result.value : NaN
  }

  /** What `count` says of all objects of a class that are still held; it is called with them as `this`. */
  async #countOf(className: string, count: string): Promise<number> {
    const session = this.#session
    const { result } = await session.send('Runtime.evaluate', {
      expression: `${className}.prototype`,
      objectGroup: GROUP,
    })
    try {
      const { objects } = await session.send('Runtime.queryObjects', {
        prototypeObjectId: result.objectId ?? '',
        objectGroup: GROUP,
      })
      const { result: counted } = await session.send('Runtime.callFunctionOn', {
        objectId: objects.objectId ?? '',
        functionDeclaration: count,
        returnByValue: true,
      })
      return typeof counted.value === 'number' ? counted.value : NaN
    } finally {
      // What the probe holds would never be collected.
      await session.send('Runtime.releaseObjectGroup', { objectGroup: GROUP })
    }
  }
}
