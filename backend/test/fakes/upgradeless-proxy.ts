import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

/** A proxy before a gateway that passes HTTP as it comes, and upgrades only while it is told to. */
export class UpgradelessProxy {
  readonly #server: Server
  readonly #target: number
  readonly #passed = new Set<Socket>()
  /** Upgrades that it has refused. */
  refused = 0
  isOpen = false

  private constructor(target: number) {
    this.#target = target
    this.#server = createServer((incoming, response) => {
      const { method, url: path, headers } = incoming
      const onwards = request({ host: '127.0.0.1', port: target, method, path, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        response.flushHeaders()
        answer.pipe(response)
      })
      onwards.on('error', () => response.destroy())
      response.on('close', () => onwards.destroy())
      incoming.pipe(onwards)
    })
    this.#server.on('upgrade', (incoming, socket: Socket, head) => {
      socket.on('error', () => socket.destroy())
      if (this.isOpen) this.#pass(incoming, socket, head)
      else {
        this.refused += 1
        socket.end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      }
    })
  }

  /** Before the gateway on that port of the loopback. */
  static async to(target: number): Promise<UpgradelessProxy> {
    const proxy = new UpgradelessProxy(target)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Passes upgrades no more, and cuts those that it has passed. */
  shut(): void {
    this.isOpen = false
    for (const socket of this.#passed) socket.destroy()
  }

  close(): void {
    this.shut()
    this.#server.closeAllConnections()
    this.#server.close()
  }

  #pass(incoming: IncomingMessage, socket: Socket, head: Buffer): void {
    const onwards = connect(this.#target, '127.0.0.1')
    const lines = [`${incoming.method ?? 'GET'} ${incoming.url ?? '/'} HTTP/1.1`]
    for (let i = 0; i < incoming.rawHeaders.length; i += 2)
      lines.push(`${incoming.rawHeaders[i] ?? ''}: ${incoming.rawHeaders[i + 1] ?? ''}`)
    onwards.write(`${lines.join('\r\n')}\r\n\r\n`)
    onwards.write(head)
    onwards.pipe(socket).pipe(onwards)
    for (const [end, other] of [
      [socket, onwards],
      [onwards, socket],
    ] as const) {
      end.on('error', () => other.destroy())
      end.on('close', () => other.destroy())
    }
    this.#passed.add(socket)
    socket.on('close', () => this.#passed.delete(socket))
  }
}
