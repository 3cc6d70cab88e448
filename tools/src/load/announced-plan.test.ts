import { describe, expect, it } from 'vitest'
import { readAnnouncement } from './announced-plan.js'

describe('readAnnouncement', () => {
  it('finds the plan in what k6 makes of a line', () =>
    expect(
      readAnnouncement(
        'time="2026-11-21T16:21:14Z" level=info msg="plan startAtMs=1795278059166 slow=150 slowAtMs=69000" source=console',
      ),
    ).toEqual({ startAtMs: 1795278059166, slow: 150, slowAtMs: 69000 }))
  it.each([['running (10s), 32/32 VUs'], ['plan slow=150'], ['a plan without figures'], ['']])('is none: %s', (line) =>
    expect(readAnnouncement(line)).toBeNull(),
  )
})
