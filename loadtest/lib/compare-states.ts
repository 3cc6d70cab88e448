import http from 'k6/http'
import { setTimeout } from 'k6/timers'
import { checkedStates, wrongStates } from './measures.ts'
import { baseUrl, credentials } from './parameters.ts'
import type { Watcher } from './watcher.ts'

declare const console: { error(text: string): void }

interface ServedTopic {
  readonly topic: string
  readonly epoch: string
  readonly offset: number
  readonly state: Readonly<Record<string, unknown>>
}
interface Served {
  readonly ts: number
  readonly server: string
  readonly topics: readonly ServedTopic[]
}

/** How often a client is looked at for its next frame; two flushes at 1 Hz, the slowest of the scenarios, are waited for. */
const LOOK_MS = 100
const LOOKS = 25
/** More than a gateway lags behind another: an answer may come from the one that the client is not connected to. */
const LAG_MS = 500
/** A topic changes between two answers more often than not; some of twenty rest in each round. */
const ROUNDS = 8

function ask(topics: readonly string[]): Served | null {
  const answer = http.get(`${baseUrl}/snapshot?topics=${topics.map(encodeURIComponent).join(',')}`, credentials)
  // Not `answer.json()`: that loses the order of keys, and equal states are equal texts.
  return answer.status === 200 ? (JSON.parse(answer.body as string) as Served) : null
}

const sorted = (state: object): string =>
  JSON.stringify(Object.entries(state).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))

/**
 * Compares what clients hold with `/snapshot`. The market moves on meanwhile, so a topic is compared when the server tells the same of it before
 * and after all topics have had their turn in frames of the client: then the client must hold the same, for nothing is on its way.
 * Busy topics are tried again; one that never rests is not compared. Ends by itself within some 12 s.
 */
export function compareWithServer(watchers: readonly Watcher[]): void {
  for (const [index, watcher] of watchers.entries()) {
    // Not all at once: an answer is waited for, and frames of the engine's other clients wait with it.
    setTimeout(() => {
      compareRound(watcher, new Set(), ROUNDS)
    }, index * 50)
  }
}

function compareRound(watcher: Watcher, compared: Set<string>, left: number): void {
  const topics = watcher.topics.filter((topic) => !compared.has(topic))
  if (left === 0 || topics.length === 0 || !watcher.isLive) return
  const before = ask(topics)
  if (before === null) return
  const knownMs = before.ts + (before.server === watcher.server ? 0 : LAG_MS) + watcher.turnMs
  const look = (looksLeft: number): void => {
    if (!watcher.isLive || looksLeft === 0) return
    if (watcher.lastTs <= knownMs) {
      setTimeout(() => {
        look(looksLeft - 1)
      }, LOOK_MS)
      return
    }
    const after = ask(topics)
    for (const [i, served] of (after?.topics ?? []).entries()) compareTopic(watcher, before.topics[i], served, compared)
    compareRound(watcher, compared, left - 1)
  }
  look(LOOKS)
}

function compareTopic(
  watcher: Watcher,
  before: ServedTopic | undefined,
  after: ServedTopic,
  compared: Set<string>,
): void {
  const held = watcher.states?.get(after.topic)
  if (held === undefined || before?.topic !== after.topic || before.epoch !== after.epoch) return
  // Ahead of the gateway that answered: nothing can be said yet.
  if (held.offset > after.offset && held.epoch === after.epoch) return
  const expected = sorted(after.state)
  if (sorted(before.state) !== expected) return
  compared.add(after.topic)
  checkedStates.add(1)
  const actual = sorted(held.state)
  if (held.epoch === after.epoch && actual === expected) return
  wrongStates.add(1)
  console.error(`${after.topic}: held at offset ${held.offset} ${actual}, served at ${after.offset} ${expected}`)
}
