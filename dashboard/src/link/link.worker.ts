import { createLink, systemClock } from '@tickwall/client'
import { LinkHost } from './link-host.js'
import type { PageMessage, WorkerMessage } from './port-message.js'
import type { Port } from './port.js'

// The project's DOM types describe a page; in a worker the global scope is the port.
const scope = globalThis as unknown as Port<WorkerMessage, PageMessage>

const host = new LinkHost((url) => createLink({ url }), systemClock)
host.addPort(scope)
