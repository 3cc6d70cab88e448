import { createPageLink } from './create-page-link.js'
import type { PageLink } from './page-link.js'
import { browserScope } from './page-scope.js'
import { websocketUrl } from './websocket-url.js'

/** Starts the worker that holds the socket, and answers the page's side of it. */
export function openPageLink(): PageLink {
  const worker = new Worker(new URL('./link.worker.ts', import.meta.url), { type: 'module', name: 'link' })
  return createPageLink({
    port: worker,
    url: websocketUrl(location),
    page: browserScope(window),
    endWorker: () => {
      worker.terminate()
    },
  })
}
