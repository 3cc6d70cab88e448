import type { PageMessage, WorkerMessage } from './port-message.js'
import type { Port } from './port.js'
import { startHost } from './start-host.js'

/** A port to a page, as the scope of either sort of worker gives it. */
type PagePort = Port<WorkerMessage, PageMessage>

// The project's DOM types describe a page.
const scope = globalThis as unknown as PagePort & {
  onconnect?: ((event: { readonly ports: readonly MessagePort[] }) => void) | null
}

const host = startHost()
if ('onconnect' in scope) {
  scope.onconnect = ({ ports }) => {
    for (const port of ports) {
      host.addPort(port as PagePort)
      port.start()
    }
  }
} else host.addPort(scope)
