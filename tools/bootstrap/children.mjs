import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { endGroup } from './process-group.mjs'
import { root } from './repository.mjs'

/** A second Ctrl-C within this time is the same one, passed on by npm and by the terminal. */
const sameSignalMs = 1000

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
/** @type {import('node:child_process').ChildProcess | null} */
let leash = null
let signalledAtMs = 0
/** @type {NodeJS.Signals | null} */
let ending = null

/** @param {string} line */
function tellLeash(line) {
  leash ??= startLeash()
  leash.stdin?.write(`${line}\n`)
}

function startLeash() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('leash.mjs', import.meta.url))], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  child.unref()
  const stdin = /** @type {import('node:stream').Writable & { unref?: () => void }} */ (child.stdin)
  stdin.unref?.()
  // A dead leash must not take us with it: the pipe's error only means that the safety net is gone.
  stdin.on('error', () => {})
  return child
}

/** The exit code of the signal that has asked this script to end, or null. */
export const endingCode = () => (ending === null ? null : 128 + constants.signals[ending])

/** @param {NodeJS.Signals} signal */
function forward(signal) {
  const nowMs = Date.now()
  if (ending !== null && nowMs - signalledAtMs < sameSignalMs) return
  const passed = ending === null ? signal : 'SIGKILL'
  signalledAtMs = nowMs
  ending = signal
  for (const child of running) if (child.pid !== undefined) endGroup(child.pid, passed)
}

/** From now on SIGINT, SIGTERM and SIGHUP go to every child, once; a second one kills. Under npm, the loss of npm counts as SIGTERM. */
export function forwardSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => forward(signal))
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  // A shell between npm and us may die of a signal without passing it on.
  setInterval(() => {
    if (process.ppid !== parent && ending === null) forward('SIGTERM')
  }, 1000).unref()
}

/**
 * Starts a program in a process group of its own, its output on ours, and resolves with its exit code (128 + number for a signal).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, shell?: boolean, quiet?: boolean }} [options] quiet: its standard output goes nowhere
 * @returns {Promise<number>}
 */
export function run(command, args, { env = process.env, cwd = root, shell = false, quiet = false } = {}) {
  const signalled = endingCode()
  if (signalled !== null) return Promise.resolve(signalled)
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
      detached: process.platform !== 'win32',
    })
    running.add(child)
    if (child.pid !== undefined) tellLeash(`+${child.pid}`)
    const done = () => {
      running.delete(child)
      if (child.pid !== undefined) tellLeash(`-${child.pid}`)
    }
    child.once('error', (error) => (done(), reject(error)))
    child.once('exit', (code, signal) => {
      done()
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}

/**
 * Runs a JavaScript program with this Node.
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export const runNode = (args, options) => run(process.execPath, args, options)

/** Ends every child that still runs and resolves when they are asked to. */
export function endChildren() {
  for (const child of running) if (child.pid !== undefined) endGroup(child.pid, 'SIGTERM')
}
