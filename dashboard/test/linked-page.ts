import type { Link } from '@tickwall/client'
import { Linked } from '../../client/test/linked.js'
import { createPageLink } from '../src/link/create-page-link.js'
import { LinkHost } from '../src/link/link-host.js'
import type { PageLink } from '../src/link/page-link.js'
import type { PageMessage, TopicUpdate, WorkerMessage } from '../src/link/port-message.js'
import { FakePage } from './fake-page.js'
import { portPair } from './port-pair.js'

/** Pages, the worker and the server's end of its socket, all in one place and on one clock. */
export class LinkedPage {
  readonly server = new Linked()
  readonly clock = this.server.clock
  readonly page = new FakePage(this.clock)
  // The same class, once by its source and once by its build.
  readonly host = new LinkHost(() => this.server.link as unknown as Link, this.clock)
  readonly ports = portPair<PageMessage, WorkerMessage>(this.clock)
  readonly link: PageLink
  readonly pulled: TopicUpdate[][] = []
  isWorkerEnded = false

  constructor() {
    this.host.addPort(this.ports.b)
    this.link = createPageLink({
      port: this.ports.a,
      url: 'ws://gateway.test/ws',
      page: this.page,
      endWorker: () => {
        this.isWorkerEnded = true
      },
    })
    this.link.onPulled((updates) => this.pulled.push([...updates]))
    this.clock.settle()
  }

  /** The server greets; the page hears of it. */
  open(): void {
    this.server.greet()
    this.page.paint()
  }

  /** A second page on the same worker. */
  addPage(): { readonly page: FakePage; readonly link: PageLink } {
    const ports = portPair<PageMessage, WorkerMessage>(this.clock)
    const page = new FakePage(this.clock)
    this.host.addPort(ports.b)
    const link = createPageLink({ port: ports.a, url: 'ws://ignored.test/ws', page })
    this.clock.settle()
    return { page, link }
  }

  /** Wants a topic and has the server accept it. */
  want(topic: string, maxHz = 10): void {
    this.link.want(topic, maxHz)
    this.clock.settle()
    this.server.accept()
  }
}
