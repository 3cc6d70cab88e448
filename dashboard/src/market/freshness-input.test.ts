import { expect, it } from 'vitest'
import { liveStatus } from '../../test/with-context.js'
import { freshness } from './freshness.js'
import { freshnessInput } from './freshness-input.js'
import type { TopicView } from './topic-view.js'

const NOW = 2_000_000
const view = { kind: 'quote', stage: 'current', state: { tickAt: NOW - 900_100 }, changedAtMs: NOW - 100 }
const judged = (delayMs: number) => {
  const told = { ...view, expectedIntervalMs: 1000, degradedHz: null, gapAtMs: null } as unknown as TopicView
  return freshness(freshnessInput(told, null, { ...liveStatus, delayMs }, 10, NOW, false))
}

it('what is delayed on purpose is as fresh as it can be', () => {
  expect(judged(900_000)).toMatchObject({ state: 'live', ageMs: 100 })
  expect(judged(0)).toMatchObject({ state: 'lagging', ageMs: 900_100 })
})
