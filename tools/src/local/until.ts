import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './child.js'

export interface UntilOptions {
  /** What is waited for, as the error says it. */
  readonly what: string
  readonly timeoutMs: number
  /** The process that must stay alive meanwhile; its output goes into the error. */
  readonly child?: Child
}

const askEveryMs = 50

/** Asks until the answer is true; rejects after `timeoutMs`, or at once when the process that should make it true has ended. */
export async function until(isTrue: () => Promise<boolean>, { what, timeoutMs, child }: UntilOptions): Promise<void> {
  let hasEnded = false
  void child?.exited.then(() => (hasEnded = true))
  const deadlineMs = Date.now() + timeoutMs
  const tail = (): string => (child === undefined ? '' : `; it printed:\n${child.output().slice(-4000)}`)
  while (!(await isTrue())) {
    if (hasEnded) throw new Error(`${what}: the process ended${tail()}`)
    if (Date.now() > deadlineMs) throw new Error(`${what}: not within ${timeoutMs} ms${tail()}`)
    await sleep(askEveryMs)
  }
}

/** Waits until a server just started is up, and returns it; one that does not come up is killed before the error is thrown. */
export async function untilUp(
  child: Child,
  isUp: () => Promise<boolean>,
  options: Omit<UntilOptions, 'child'>,
): Promise<Child> {
  try {
    await until(isUp, { ...options, child })
    return child
  } catch (error) {
    await child.kill('SIGKILL')
    throw error
  }
}
