import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { leash } from './leash.js'
import { signalGroup } from './signal-group.js'

/** How a process ended: its code, or the signal that ended it. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A server process of ours, in a process group of its own; it never outlives the process that started it. */
export interface Child {
  readonly pid: number
  /** Resolves when it has ended, never rejects. */
  readonly exited: Promise<Exit>
  /** The last 64 kB it printed, both outputs. */
  output(): string
  /** SIGTERM, then SIGKILL after `graceMs`; resolves when it has ended. Repeated calls are harmless. */
  stop(): Promise<Exit>
  /** Sends a signal to it and everything it started, and resolves when it has ended; only for signals that end it. */
  kill(signal: NodeJS.Signals): Promise<Exit>
  /** Sends a signal without waiting, e.g. SIGSTOP, SIGCONT, SIGHUP. */
  signal(signal: NodeJS.Signals): void
}

export interface ChildOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** How long `stop` waits before it kills; default 10,000. */
  readonly graceMs?: number
  /** Every line it prints, without its end. */
  readonly onLine?: (line: string) => void
}

const keptCharacters = 65_536

/** Starts a program without input. Rejects when it cannot be started at all. */
export async function startChild(command: string, args: readonly string[], options: ChildOptions = {}): Promise<Child> {
  const { cwd, env = process.env, graceMs = 10_000, onLine } = options
  const process_ = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  await new Promise<void>((resolve, reject) => process_.once('spawn', resolve).once('error', reject))
  const pid = process_.pid as number
  const release = leash(pid)

  let kept = ''
  for (const stream of [process_.stdout, process_.stderr]) {
    let rest = ''
    stream.setEncoding('utf8').on('data', (text: string) => {
      kept = (kept + text).slice(-keptCharacters)
      if (onLine === undefined) return
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(onLine)
    })
  }

  let hasEnded = false
  // `exit`, not `close`: a grandchild that keeps the pipe open must not keep us waiting.
  const exited = new Promise<Exit>((resolve) =>
    process_.once('exit', (code, signal) => {
      hasEnded = true
      signalGroup(pid, 'SIGKILL')
      release()
      resolve({ code, signal })
    }),
  )
  const send = (signal: NodeJS.Signals): void => {
    if (!hasEnded) signalGroup(pid, signal)
  }
  return {
    pid,
    exited,
    output: () => kept,
    signal: send,
    kill(signal) {
      send(signal)
      return exited
    },
    async stop() {
      send('SIGTERM')
      // A paused process takes the first only after the second.
      send('SIGCONT')
      const giveUp = new AbortController()
      const timer = sleep(graceMs, undefined, { signal: giveUp.signal }).then(
        () => send('SIGKILL'),
        () => undefined, // it ended in time
      )
      const exit = await exited
      giveUp.abort()
      await timer
      return exit
    },
  }
}
