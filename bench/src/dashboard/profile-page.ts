import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Page } from 'playwright-core'

const SAMPLE_US = 500

/** Begins a profile of the page's main thread; the answer ends it and writes it to a file that Chromium's DevTools open. */
export async function profilePage(page: Page): Promise<(file: string) => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Profiler.enable')
  await session.send('Profiler.setSamplingInterval', { interval: SAMPLE_US })
  await session.send('Profiler.start')
  return async (file) => {
    const { profile } = await session.send('Profiler.stop')
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, JSON.stringify(profile))
  }
}
