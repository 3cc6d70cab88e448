import { expect, it } from 'vitest'
import { zoneClock } from './zone-clock.js'

const AT = Date.UTC(2026, 6, 1, 22, 5, 9)

it('tells the time of a zone, its date and its name', () => {
  const shanghai = zoneClock('en', 'Asia/Shanghai')!
  expect([shanghai.time(AT), shanghai.date(AT), shanghai.zone(AT)]).toEqual(['06:05:09', 'Thu, Jul 2', 'GMT+8'])
  expect(zoneClock('zh-CN', 'UTC')?.time(AT)).toBe('22:05:09')
})

it('is nothing for a zone that nobody knows', () => {
  expect(zoneClock('en', 'Mars/Olympus')).toBeNull()
  expect(zoneClock('en', '')).not.toBeNull()
})
