import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchChromium, startGateway, type LocalGateway } from '@tickwall/tools'
import type { Page } from 'playwright-core'

/** Seldom enough that a figure stands still for a moment, often enough that prices are always seen to move. */
const TICKS_PER_SECOND = 900
const SEED = 7

const screenshots = join(import.meta.dirname, '../../../.cache/screenshots')

export interface OpenOptions {
  readonly width?: number
  readonly height?: number
}

/** A page of the dashboard whose complaints are kept. */
export interface WatchedPage {
  readonly page: Page
  /** Console errors and warnings, page errors, requests that leave the origin and breaches of the policy, oldest first. */
  readonly complaints: readonly string[]
  screenshot(name: string): Promise<void>
}

/** A real gateway on a seeded market, serving the built dashboard to a real Chromium. */
export interface Dashboard {
  readonly gateway: LocalGateway
  open(path: string, options?: OpenOptions): Promise<WatchedPage>
  close(): Promise<void>
}

/** Starts both; the first page is not opened yet. Rejects when the gateway does not become ready. */
export async function openDashboard(): Promise<Dashboard> {
  const [gateway, browser] = await Promise.all([
    startGateway({
      env: {
        SOURCE: 'simulated',
        SIMULATED_SEED: String(SEED),
        SIMULATED_RATE: String(TICKS_PER_SECOND),
        LOG_LEVEL: 'error',
      },
    }),
    launchChromium(),
  ])
  mkdirSync(screenshots, { recursive: true })
  return {
    gateway,
    async open(path, { width = 1440, height = 900 } = {}) {
      // A context of its own, so that nothing stored by one test is seen by another.
      const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US', timezoneId: 'UTC' })
      context.setDefaultTimeout(5000)
      const page = await context.newPage()
      const complaints = watch(page, new URL(gateway.url).host)
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          console.error(`policy: ${violatedDirective} ${blockedURI}`)
        })
      })
      await page.goto(gateway.url + path)
      return {
        page,
        complaints,
        screenshot: async (name) => {
          await page.screenshot({ path: join(screenshots, `${name}.png`) })
        },
      }
    },
    async close() {
      await browser.close()
      await gateway.stop()
    },
  }
}

function watch(page: Page, host: string): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(`${message.type()}: ${message.text()}`)
    }
  })
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== host) complaints.push(`left the origin: ${url.href}`)
  })
  return complaints
}

/** The lines that a browser itself writes when a server is not there; no page can prevent them. */
const networkLine =
  /^error: (WebSocket connection to '.*' failed: |Failed to load resource: (net::ERR_|the server responded with a status of 503))/

/** Complaints that are the page's own fault. */
export const withoutNetworkLines = (complaints: readonly string[]): string[] =>
  complaints.filter((complaint) => !networkLine.test(complaint))
