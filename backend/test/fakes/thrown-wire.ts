import { connect, createServer, type Server, type Socket } from 'node:net'

/** A way to one of several servers that a test cuts, and leads to another one. */
export class ThrownWire {
  readonly port: number
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  #target: number

  private constructor(server: Server, port: number, target: number) {
    this.#server = server
    this.port = port
    this.#target = target
    server.on('connection', (near) => {
      const far = connect(this.#target, '127.0.0.1')
      const pair = [near, far] as const
      this.#pairs.add(pair)
      for (const [from, to] of [pair, [far, near] as const]) {
        from.pipe(to)
        from.on('error', () => to.destroy())
        from.on('close', () => {
          to.destroy()
          this.#pairs.delete(pair)
        })
      }
    })
  }

  /** On a free port of the loopback. */
  static async to(target: number): Promise<ThrownWire> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new ThrownWire(server, (server.address() as { port: number }).port, target)
  }

  /** Resets every connection; those that come now reach `target`. */
  throwTo(target: number): void {
    this.#target = target
    for (const [near, far] of this.#pairs) {
      near.resetAndDestroy()
      far.destroy()
    }
  }

  close(): void {
    this.throwTo(this.#target)
    this.#server.close()
  }
}
