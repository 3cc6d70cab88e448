import type { Browser } from 'playwright-core'
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
  const executablePath = await locate(chromiumPart)
  // Loaded when it is needed: the image of the gateway holds no browser driver.
  const { chromium } = await import('playwright-core')
  return chromium.launch({ executablePath, headless: true, args: [...flags, ...args] })
}
