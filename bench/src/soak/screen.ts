import { freePort, launchChromium } from '@tickwall/tools'
import type { Page } from 'playwright-core'
import { keepComplaints, type Complaint } from '../browser/complaints.js'
import { workerHeapBytes } from '../browser/debugged-workers.js'
import { countTimers, PageProbe, type Held } from './page-probe.js'

/** A page in a Chromium of its own: windows behind another are painted seldom. */
export interface Screen {
  readonly page: Page
  readonly complaints: readonly Complaint[]
  /** Null while the page is between two documents. */
  read(): Promise<Holding | null>
  close(): Promise<void>
}

export interface Holding extends Held {
  /** Heap of the worker that keeps the link, after a full collection. */
  readonly workerBytes: number
}

/** Of each figure the least. Throws without a reading. */
export function leastOf([first, ...others]: readonly Holding[]): Holding {
  if (first === undefined) throw new Error('no reading')
  return others.reduce(
    (least, held) => ({
      heapBytes: Math.min(least.heapBytes, held.heapBytes),
      nodes: Math.min(least.nodes, held.nodes),
      listeners: Math.min(least.listeners, held.listeners),
      timers: Math.min(least.timers, held.timers),
      canvases: Math.min(least.canvases, held.canvases),
      workerBytes: Math.min(least.workerBytes, held.workerBytes),
    }),
    first,
  )
}

/** Between a collection and its reading a page goes on: of some readings the least has the least rubbish in it. */
const READINGS = 3

export async function openScreen(width: number, height: number): Promise<Screen> {
  const port = await freePort()
  const browser = await launchChromium([`--remote-debugging-port=${port}`])
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US', timezoneId: 'UTC' })
  const page = await context.newPage()
  await countTimers(page)
  const probe = await PageProbe.open(page)
  return {
    page,
    complaints: keepComplaints(page),
    async read() {
      try {
        const readings: Holding[] = []
        for (let reading = 1; reading <= READINGS; reading++) {
          const held = await probe.read()
          const workerBytes = await workerHeapBytes(port)
          if (workerBytes === null) return null
          readings.push({ ...held, workerBytes })
        }
        return leastOf(readings)
      } catch {
        // A reload: neither the old document nor the new one answers.
        return null
      }
    },
    close: () => browser.close(),
  }
}
