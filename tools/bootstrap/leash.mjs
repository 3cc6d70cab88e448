/**
 * Ends the processes of a parent that died without ending them (SIGKILL, a crash, a closed terminal). The parent
 * holds our standard input open and writes `+pid` and `-pid` lines; when it closes, what is left is ended.
 */
import { createInterface } from 'node:readline'
import { endGroup } from './process-group.mjs'

const graceMs = 3000
/** @type {Set<number>} */
const held = new Set()

// Ctrl-C reaches every process of a terminal; the leash outlives its parent by design.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => {})

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const pid = Number(line.slice(1))
    if (line.startsWith('+')) held.add(pid)
    else held.delete(pid)
  })
  .on('close', () => {
    for (const pid of held) endGroup(pid, 'SIGTERM')
    setTimeout(
      () => {
        for (const pid of held) endGroup(pid, 'SIGKILL')
        process.exit(0)
      },
      held.size > 0 ? graceMs : 0,
    )
  })
