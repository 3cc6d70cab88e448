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

/** Between a collection and its reading a page goes on: of some readings the least has the least rubbish in it. */
const READINGS = 2

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
        const held = await probe.read()
        let { heapBytes } = held
        let workerBytes = await workerHeapBytes(port)
        for (let again = 1; again < READINGS && workerBytes !== null; again++) {
          heapBytes = Math.min(heapBytes, await probe.heapBytes())
          workerBytes = Math.min(workerBytes, (await workerHeapBytes(port)) ?? Infinity)
        }
        return workerBytes === null ? null : { ...held, heapBytes, workerBytes }
      } catch {
        // A reload: neither the old document nor the new one answers.
        return null
      }
    },
    close: () => browser.close(),
  }
}
