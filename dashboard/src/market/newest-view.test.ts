import { describe, expect, it } from 'vitest'
import { newestView } from './newest-view.js'
import { TopicRecord } from './topic-record.js'
import type { TopicView } from './topic-view.js'

const view = (topic: string, changes: Partial<TopicView> = {}): TopicView => ({
  ...new TopicRecord(topic).view,
  ...changes,
})
const metric = (host: string, at: number) => view(`metric/${host}/cpu`, { state: { at } as never })

describe('newestView', () => {
  it('is the one with the newest event, wherever it stands', () => {
    const views = [metric('a', 1000), null, metric('b', 3000), metric('c', 2000)]
    expect(newestView(views)).toBe(views[2])
    expect(newestView([...views].reverse())).toBe(views[2])
  })
  it('goes by the last change where no event is told', () => {
    const views = [view('bars/v:A/1m', { changedAtMs: 5 }), view('bars/v:B/1m', { changedAtMs: 9 })]
    expect(newestView(views)).toBe(views[1])
  })
  it('is the first known while nothing is told, and null without one', () => {
    const views = [null, view('quote/v:A'), view('quote/v:B')]
    expect(newestView(views)).toBe(views[1])
    expect(newestView([null])).toBeNull()
    expect(newestView([])).toBeNull()
  })
})
