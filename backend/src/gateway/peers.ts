import { BlockList, isIP } from 'node:net'
import type { IncomingMessage } from 'node:http'

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** IPv4 addresses that reach a dual-stack socket come as `::ffff:1.2.3.4`. */
const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '')

/** Who a client is, seen through the proxies whose word is believed. */
export class Peers {
  readonly #trusted = new BlockList()

  /** Addresses and subnets; what is neither is ignored, as it can match nobody. */
  constructor(trustedProxies: readonly string[]) {
    for (const proxy of trustedProxies) {
      const [address = '', prefix] = proxy.split('/')
      const widest = isIP(address) === 6 ? 128 : 32
      if (isIP(address) === 0 || Number(prefix ?? 0) > widest) continue
      this.#trusted.addSubnet(address, prefix === undefined ? widest : Number(prefix), family(address))
    }
  }

  /**
   * The client's address: the other end of the socket, unless that is a trusted proxy. Then the last one in `X-Forwarded-For` that
   * is none, for what stands before it is anybody's word; without that header what `X-Real-IP` says.
   */
  addressOf({
    socket,
    headers,
  }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } }): string {
    let near = unmapped(socket.remoteAddress ?? '')
    const told = headers['x-forwarded-for'] ?? headers['x-real-ip'] ?? ''
    for (const hop of String(told).split(',').reverse()) {
      const far = unmapped(hop.trim())
      if (isIP(far) === 0 || !this.#isTrusted(near)) break
      near = far
    }
    return near
  }

  #isTrusted(address: string): boolean {
    return isIP(address) !== 0 && this.#trusted.check(address, family(address))
  }
}
