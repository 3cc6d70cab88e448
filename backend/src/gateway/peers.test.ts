import { describe, expect, it } from 'vitest'
import { Peers } from './peers.js'

const peers = new Peers(['10.0.0.0/8', '192.168.1.7', '::1', 'fd00::/8', 'nonsense', '10.0.0.0/99'])
const from = (remoteAddress: string | undefined, told?: string): string =>
  peers.addressOf({ socket: { remoteAddress }, headers: told === undefined ? {} : { 'x-real-ip': told } })

describe('Peers', () => {
  it.each([
    ['a stranger says nothing', '203.0.113.9', undefined, '203.0.113.9'],
    ['a stranger is not believed', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
    ['a proxy in a trusted subnet is', '10.9.8.7', '1.2.3.4', '1.2.3.4'],
    ['a trusted address is', '192.168.1.7', '2001:db8::1', '2001:db8::1'],
    ['its neighbour is not', '192.168.1.8', '1.2.3.4', '192.168.1.8'],
    ['a mapped address is the address', '::ffff:10.9.8.7', '1.2.3.4', '1.2.3.4'],
    ['IPv6 too', '::1', '1.2.3.4', '1.2.3.4'],
    ['an IPv6 subnet too', 'fd12::5', '1.2.3.4', '1.2.3.4'],
    ['what is no address is not believed', '10.9.8.7', 'evil\n', '10.9.8.7'],
    ['a socket that is gone has none', undefined, '1.2.3.4', ''],
  ])('%s', (_name, near, told, expected) => {
    expect(from(near, told)).toBe(expected)
  })

  it.each([
    ['a stranger is not believed', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
    ['a trusted proxy is', '10.9.8.7', '1.2.3.4', '1.2.3.4'],
    ['what the client itself wrote before it is not', '10.9.8.7', '6.6.6.6, 1.2.3.4', '1.2.3.4'],
    ['a chain of trusted proxies is', '10.9.8.7', '6.6.6.6, 1.2.3.4, 192.168.1.7, 10.0.0.1', '1.2.3.4'],
    ['a chain ends where nobody is trusted', '10.9.8.7', '1.2.3.4, 203.0.113.9, 10.0.0.1', '203.0.113.9'],
    ['what is no address ends it', '10.9.8.7', '1.2.3.4, unknown, 10.0.0.1', '10.0.0.1'],
    ['an empty one says nothing', '10.9.8.7', '', '10.9.8.7'],
    ['IPv6 too', '::1', '6.6.6.6, 2001:db8::1', '2001:db8::1'],
  ])('[LIM2] X-Forwarded-For: %s', (_name, remoteAddress, told, expected) => {
    const headers = { 'x-forwarded-for': told, 'x-real-ip': '7.7.7.7' }
    expect(peers.addressOf({ socket: { remoteAddress }, headers })).toBe(expected)
  })
})
