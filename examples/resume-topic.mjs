/**
 * Keeps a topic in a file, and goes on from there when it is started again: shows at once what was known, and receives what has changed
 * since instead of everything. The same works for a page that is loaded again (`localStorage`), and on any gateway.
 *
 *   node examples/resume-topic.mjs --file btc.json quote/usdm:BTCUSDT     (Ctrl-C, and once more)
 */
import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { createLink } from '@tickwall/client'
import { WebSocket } from 'ws'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    gateway: { type: 'string', default: 'ws://localhost:8080/ws' },
    file: { type: 'string' },
  },
})
const [topic] = positionals
const { file } = options
if (topic === undefined || file === undefined) {
  console.error('Usage: node examples/resume-topic.mjs --file <file> [--gateway <url>] <topic>')
  process.exit(2)
}

const link = createLink({ url: options.gateway, WebSocket })
const subscription = link.subscribe(topic, { maxHz: 2, from: kept(file) }, ({ position, standing, start, state }) => {
  if (state !== null && standing === 'current') console.log(start, position?.offset, JSON.stringify(state))
})
if (subscription.state !== null) console.log('kept', subscription.position?.offset, JSON.stringify(subscription.state))

process.once('SIGINT', () => {
  // Null while there is nothing that may be gone on from; then the file stays as it was.
  const saved = subscription.save()
  if (saved !== null) writeFileSync(file, JSON.stringify(saved))
  link.close()
})

/** What the last run has kept, null for the first. @param {string} path */
function kept(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
