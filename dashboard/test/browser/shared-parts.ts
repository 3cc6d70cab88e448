import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveChromium, startGateway, type LocalGateway } from '@tickwall/tools'
import type { BrowserServer } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { simulatedMarket, START_MS } from './simulated-market.js'

/** What the browser tests share: a gateway that none of them ends, and a Chromium in which each has contexts of its own. */
export interface SharedParts {
  readonly gatewayUrl: string
  /** Where playwright connects to. */
  readonly browserUrl: string
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers the `SharedParts` as JSON. */
    readonly sharedPartsUrl: string
  }
}

/**
 * Vitest's global setup of the browser tests. It runs minutes before the first of them, together with those of all other projects, so the
 * parts are started by the first question for them and do not load the machine while the others run.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let parts: Parts | undefined
  const server = createServer((_request, response) => {
    parts ??= { gateway: startGateway({ env: simulatedMarket, timeoutMs: START_MS }), browser: serveChromium() }
    Promise.all([parts.gateway, parts.browser]).then(
      ([gateway, browser]) => {
        const shared: SharedParts = { gatewayUrl: gateway.url, browserUrl: browser.wsEndpoint() }
        response.end(JSON.stringify(shared))
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide('sharedPartsUrl', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)

  return async () => {
    server.close()
    server.closeAllConnections()
    // A start that failed was told to the test that asked for it; the other part runs all the same.
    await Promise.allSettled([
      parts?.browser.then((browser) => browser.close()),
      parts?.gateway.then((gateway) => gateway.stop()),
    ])
  }
}

interface Parts {
  readonly gateway: Promise<LocalGateway>
  readonly browser: Promise<BrowserServer>
}
