import type { Locator, Page } from 'playwright-core'

/** The part of the page that is marked `data-test` with this name. */
export const part = (page: Page, name: string): Locator => page.locator(`[data-test="${name}"]`)
