/**
 * Watches topics in a terminal: prints each change as one line, survives a gateway's restart, and ends with Ctrl-C.
 *
 *   node examples/watch-topic.mjs quote/usdm:BTCUSDT metric/web-1/cpu.utilization
 *   node examples/watch-topic.mjs --gateway ws://host:8080/ws --max-hz 1 trades/usdm:BTCUSDT
 *   node examples/watch-topic.mjs --transport sse quote/usdm:BTCUSDT
 */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { createLink } from '@tickwall/client'
import { WebSocket } from 'ws'

const { values: options, positionals: topics } = parseArgs({
  allowPositionals: true,
  options: {
    gateway: { type: 'string', default: 'ws://localhost:8080/ws' },
    'max-hz': { type: 'string', default: '2' },
    // `webSocket`, `sse` or `poll`; by itself the link takes the first that works.
    transport: { type: 'string', default: 'auto' },
  },
})
if (topics.length === 0) {
  console.error(
    'Usage: node examples/watch-topic.mjs [--gateway <url>] [--max-hz <rate>] [--transport <name>] <topic> …',
  )
  process.exit(2)
}

const link = createLink({
  url: options.gateway,
  transport: options.transport,
  // Node 20 has no WebSocket of its own.
  WebSocket,
})

link.on('status', (state) => {
  if (state.state === 'open') console.error(`connected to ${state.hello.server} by ${state.transport}`)
  if (state.state === 'stopped') console.error(`stopped: ${state.ending.reason}`)
  if (state.state === 'waiting') {
    const seconds = ((state.retryAtMs - state.sinceMs) / 1000).toFixed(1)
    console.error(`${state.ending.reason}; attempt ${state.attempt} in ${seconds} s`)
  }
})

for (const topic of topics) {
  link.subscribe(topic, { maxHz: Number(options['max-hz']) }, ({ position, rejected, state, standing }) => {
    if (rejected !== null) console.error(`${topic}: ${rejected.message}`)
    else if (state !== null && standing === 'current')
      console.log(topic, position?.offset, JSON.stringify(digest(state)))
  })
}

/** Long lists are shown by their newest item. @param {object} state */
function digest(state) {
  return 'items' in state && Array.isArray(state.items) ? { ...state, items: state.items.slice(-1) } : state
}

process.once('SIGINT', () => {
  link.close()
})
