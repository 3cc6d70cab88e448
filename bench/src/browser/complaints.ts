import type { Page } from 'playwright-core'

export interface Complaint {
  readonly at: number
  readonly text: string
}

/** Errors on the console and uncaught ones of a page from now on, oldest first; `at` is `Date.now()`. */
export function keepComplaints(page: Page): readonly Complaint[] {
  const complaints: Complaint[] = []
  const keep = (text: string): void => void complaints.push({ at: Date.now(), text })
  page.on('console', (message) => {
    if (message.type() === 'error') keep(message.text())
  })
  page.on('pageerror', (error) => keep(error.message))
  return complaints
}

/** The lines that a browser itself writes when a server is not there; no page can prevent them. */
const NETWORK_LINE =
  /^(WebSocket connection to '.*' failed: |Failed to load resource: (net::ERR_|the server responded with a status of 503))/

/** Complaints but those about a server that was away at that moment. */
export const withoutOutages = (
  complaints: readonly Complaint[],
  outages: readonly { readonly from: number; readonly to: number }[],
): readonly Complaint[] =>
  complaints.filter(
    ({ at, text }) => !NETWORK_LINE.test(text) || !outages.some(({ from, to }) => at >= from && at <= to),
  )
