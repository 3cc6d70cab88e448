import type { ByteCounters } from './byte-rates.js'

/** Interfaces inside the machine: what passes them is not its network traffic, or is counted at the outer interface again. */
const INNER = /^(?:lo|ifb|veth|docker|br-|virbr|dummy|cni|flannel|cali|kube)/

/** Sums Linux's /proc/net/dev over the interfaces to the outside; null when there is none. */
export function parseNetDev(text: string): ByteCounters | null {
  const outer = text.split('\n').flatMap((line) => {
    const [, name, counters] = /^\s*([^\s:]+):\s*(.*)$/.exec(line) ?? []
    return name === undefined || counters === undefined || INNER.test(name) ? [] : [counters.split(/\s+/).map(Number)]
  })
  if (outer.length === 0) return null
  const sum = (column: number) => outer.reduce((bytes, counters) => bytes + (counters[column] ?? 0), 0)
  return { 'network.received': sum(0), 'network.sent': sum(8) }
}
