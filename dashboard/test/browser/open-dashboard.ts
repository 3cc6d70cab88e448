import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startGateway, type LocalGateway } from '@tickwall/tools'
import { chromium, type Browser, type Page } from 'playwright-core'
import { inject } from 'vitest'
import type { SharedParts } from './shared-parts.js'
import { simulatedMarket, START_MS } from './simulated-market.js'

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

/** The built dashboard in a real Chromium, served by a real gateway on a seeded market. */
export interface Dashboard {
  /** The gateway's address. */
  readonly url: string
  open(path: string, options?: OpenOptions): Promise<WatchedPage>
  close(): Promise<void>
}

/** A dashboard whose gateway may be killed, paused and started again. */
export interface OwnDashboard extends Dashboard {
  readonly gateway: LocalGateway
}

/** Patience of everything that a page is asked to do; only a page that never does it takes so long. */
const PATIENCE_MS = 30_000

/** On the gateway and the Chromium that all files share. Rejects when they cannot be started. */
export async function openDashboard(): Promise<Dashboard> {
  const { gatewayUrl, browserUrl } = await sharedParts()
  return dashboardOn(gatewayUrl, await chromium.connect(browserUrl))
}

/** On a gateway of its own, `env` on top of the seeded market's. Rejects when it does not become ready. */
export async function openOwnDashboard(env: Readonly<Record<string, string>> = {}): Promise<OwnDashboard> {
  const [{ browserUrl }, gateway] = await Promise.all([
    sharedParts(),
    startGateway({ env: { ...simulatedMarket, ...env }, timeoutMs: START_MS }),
  ])
  const dashboard = dashboardOn(gateway.url, await chromium.connect(browserUrl))
  return {
    ...dashboard,
    gateway,
    async close() {
      await dashboard.close()
      await gateway.stop()
    },
  }
}

async function sharedParts(): Promise<SharedParts> {
  const response = await fetch(inject('sharedPartsUrl'))
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as SharedParts
}

function dashboardOn(url: string, browser: Browser): Dashboard {
  mkdirSync(screenshots, { recursive: true })
  return {
    url,
    async open(path, { width = 1440, height = 900 } = {}) {
      // A context of its own, so that nothing stored by one test is seen by another.
      const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US', timezoneId: 'UTC' })
      context.setDefaultTimeout(PATIENCE_MS)
      const page = await context.newPage()
      const complaints = watch(page, new URL(url).host)
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          console.error(`policy: ${violatedDirective} ${blockedURI}`)
        })
      })
      await page.goto(url + path)
      return {
        page,
        complaints,
        screenshot: async (name) => {
          await page.screenshot({ path: join(screenshots, `${name}.png`) })
        },
      }
    },
    close: () => browser.close(),
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
