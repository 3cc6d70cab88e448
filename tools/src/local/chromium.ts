import type { Browser, BrowserServer } from 'playwright-core'
import { chromium as chromiumPart } from '../provision/chromium.js'
import { locate } from '../provision/provision.js'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts a headless Chromium with a profile of its own, driven by playwright-core; `close()` ends it and removes the
 * profile.
 * @param args further flags of Chromium
 */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  const { chromium, options } = await driver(args)
  return chromium.launch(options)
}

/** The same for several processes: each connects to `wsEndpoint()`, and closing a connection ends only what it opened. */
export async function serveChromium(args: readonly string[] = []): Promise<BrowserServer> {
  const { chromium, options } = await driver(args)
  return chromium.launchServer({ ...options, host: '127.0.0.1' })
}

async function driver(args: readonly string[]) {
  const executablePath = await locate(chromiumPart)
  // Loaded when it is needed: the image of the gateway holds no browser driver.
  const { chromium } = await import('playwright-core')
  return { chromium, options: { executablePath, headless: true, args: [...flags, ...args] } }
}
