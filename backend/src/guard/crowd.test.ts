import { describe, expect, it } from 'vitest'
import { Crowd } from './crowd.js'
import { networkOf } from './network.js'
import { Rates } from './rates.js'

describe('Crowd', () => {
  it('counts by address and by user, and forgets who has left', () => {
    const crowd = new Crowd()
    const ada = { network: '192.0.2.1', user: 'ada' }
    const nobody = { network: '192.0.2.1', user: null }
    for (const head of [ada, ada, nobody]) crowd.enter(head)
    expect([crowd.ofNetwork(ada), crowd.ofUser(ada), crowd.ofUser({ ...ada, user: null })]).toEqual([3, 2, 0])
    crowd.leave(ada)
    expect([crowd.ofNetwork(ada), crowd.ofUser(ada)]).toEqual([2, 1])
    for (const head of [ada, nobody]) crowd.leave(head)
    expect(crowd.size).toBe(0)
  })
})

describe('networkOf', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('Rates', () => {
  it('lets a burst pass, then so many a second, each by itself', () => {
    const rates = new Rates(2, 4)
    const taken = (key: string, nowMs: number, times: number) =>
      Array.from({ length: times }, () => rates.take(key, nowMs)).filter(Boolean).length
    expect(taken('a', 0, 10)).toBe(4)
    expect(taken('b', 0, 10)).toBe(4)
    expect(taken('a', 1000, 10)).toBe(2)
  })

  it('forgets who has its full measure again', () => {
    const rates = new Rates(2, 4)
    for (let i = 0; i < 1000; i++) rates.take(`a${i}`, 0)
    expect(rates.size).toBe(1000)
    rates.sweep(400)
    expect(rates.size).toBe(1000)
    rates.sweep(500)
    expect(rates.size).toBe(0)
  })

  it('holds no more than a bound, however many come', () => {
    const rates = new Rates(1, 1)
    for (let i = 0; i < 70_000; i++) rates.take(`a${i}`, 0)
    expect(rates.size).toBeLessThanOrEqual(65_536)
  })
})
