import { isIPv6 } from 'node:net'

/** The eight groups of an IPv6 address, without zone. */
function groups(address: string): readonly string[] {
  const [plain = ''] = address.split('%')
  const [head = '', tail] = plain.split('::')
  const before = head === '' ? [] : head.split(':')
  if (tail === undefined) return before
  const after = tail === '' ? [] : tail.split(':')
  return [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0'), ...after]
}

/**
 * Who is one for the limits by address: an IPv4 address, or the /64 of an IPv6 address, for that is what a single home or
 * machine is given; within it, addresses cost nothing.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const prefix = groups(address).slice(0, 4)
  return `${prefix.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
