import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** Is told what one connection brings from the far end, before the near end has it. */
export type Tap = (bytes: Buffer) => void

/** A wire to a port of this machine that the test cuts and mends: cut, it ends what goes over it and lets nothing through. */
export class CuttableWire {
  readonly #server: Server
  readonly #ends = new Set<Socket>()
  #isCut = false

  private constructor(port: number, tap?: () => Tap) {
    this.#server = createServer((near) => {
      if (this.#isCut) {
        near.destroy()
        return
      }
      const far = connect(port, '127.0.0.1')
      if (tap !== undefined) far.on('data', tap())
      for (const [end, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#ends.add(end)
        end.pipe(other)
        end.on('error', () => end.destroy())
        end.on('close', () => {
          this.#ends.delete(end)
          other.destroy()
        })
      }
    })
  }

  /** `tap` makes one for each connection; default none. */
  static async to(port: number, tap?: () => Tap): Promise<CuttableWire> {
    const wire = new CuttableWire(port, tap)
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve))
    return wire
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`
  }

  cut(): void {
    this.#isCut = true
    for (const end of this.#ends) end.destroy()
  }

  mend(): void {
    this.#isCut = false
  }

  close(): void {
    this.cut()
    this.#server.close()
  }
}
