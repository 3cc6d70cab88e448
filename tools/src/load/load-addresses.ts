/** `ip_hash` keys on the first three octets of an address: load from one network would all go to one gateway. */
const NETWORKS = 16

const isLoopback = (hostname: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)

/** The source addresses of a load against a host: many networks of the loopback, or none of ours elsewhere. */
export function loadAddresses(hostname: string): string[] {
  // Linux alone has the whole of 127.0.0.0/8 without further set-up.
  if (!isLoopback(hostname) || process.platform !== 'linux') return []
  return Array.from({ length: NETWORKS }, (_, i) => `127.0.${i + 1}.1`)
}

/** That of one client, as sockets and requests take it; empty: the system's. */
export function sourceOf(hostname: string, client: number): { readonly localAddress?: string } {
  const all = loadAddresses(hostname)
  const localAddress = all[client % all.length]
  return localAddress === undefined ? {} : { localAddress }
}
