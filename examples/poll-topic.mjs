/**
 * Long-polls with nothing but `fetch`: each answer has the frame that came, and the cursor from which the next poll goes on, on whichever
 * gateway. Prints each frame as one line, and ends with Ctrl-C. The first poll by hand:
 *
 *   curl 'http://localhost:8080/poll?topics=quote/usdm:BTCUSDT&waitMs=0'
 *   node examples/poll-topic.mjs quote/usdm:BTCUSDT metric/web-1/cpu.utilization
 */
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

const { values: options, positionals: topics } = parseArgs({
  allowPositionals: true,
  options: {
    gateway: { type: 'string', default: 'http://localhost:8080' },
    'max-hz': { type: 'string', default: '2' },
  },
})
if (topics.length === 0) {
  console.error('Usage: node examples/poll-topic.mjs [--gateway <url>] [--max-hz <rate>] <topic> …')
  process.exit(2)
}

const over = new AbortController()
process.once('SIGINT', () => {
  over.abort()
})

let cursor = null
while (!over.signal.aborted) {
  const answer = await poll().catch(() => null)
  if (over.signal.aborted) break
  if (answer?.status !== 200) {
    const seconds = Number(answer?.headers.get('retry-after')) || 2
    console.error(answer === null ? 'no answer' : `HTTP ${answer.status}`)
    await sleep(seconds * 1000, null, { signal: over.signal }).catch(() => null)
    continue
  }
  const body = await answer.json()
  cursor = body.cursor
  for (const { reason } of body.notices) console.error(reason)
  // Refs are indexes into the topics of the request. A snapshot replaces what is held, a delta has the fields that changed.
  for (const { ref, offset, state } of body.frame?.snapshots ?? [])
    console.log(topics[ref], offset, 'snapshot', JSON.stringify(state))
  for (const [ref, offset, changes] of body.frame?.deltas ?? [])
    console.log(topics[ref], offset, 'delta', JSON.stringify(changes))
}

function poll() {
  return fetch(new URL('/poll', options.gateway), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ topics, cursor, maxHz: Number(options['max-hz']), waitMs: 25_000 }),
    signal: over.signal,
  })
}
