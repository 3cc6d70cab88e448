import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { repositoryRoot } from '../repository.js'
import { signalGroup } from './signal-group.js'

const held = new Set<number>()
let watcher: ChildProcess | null = null

/**
 * Ties a process to this one: it is killed when this one exits, and when this one is killed a watcher in a process of its own ends it. The
 * returned function unties it.
 */
export function leash(pid: number): () => void {
  if (watcher === null) {
    watcher = startWatcher()
    process.once('exit', () => held.forEach((each) => signalGroup(each, 'SIGKILL')))
  }
  const { stdin } = watcher
  held.add(pid)
  stdin?.write(`+${pid}\n`)
  return () => {
    if (held.delete(pid)) stdin?.write(`-${pid}\n`)
  }
}

/** The watcher ends what is left when its standard input closes, which happens however this process ends. */
function startWatcher(): ChildProcess {
  const child = spawn(process.execPath, [join(repositoryRoot, 'tools/bootstrap/leash.mjs')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  child.unref()
  const stdin = child.stdin as Writable & { unref?: () => void }
  stdin.unref?.()
  // A dead watcher means that the safety net is gone, not that the work has failed.
  stdin.on('error', () => undefined)
  return child
}
