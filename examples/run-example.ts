import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A script of this folder in a process of its own, as a reader would start it. */
export function runExample(name: string, ...args: string[]) {
  const script = fileURLToPath(new URL(name, import.meta.url))
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    /** The next line that it prints; null at its end. */
    line: async (): Promise<string | null> => {
      const { done, value } = await lines.next()
      return done === true ? null : (value as string)
    },
    /** Ctrl-C; resolves with its exit code. */
    interrupt: async (): Promise<number | null> => {
      child.kill('SIGINT')
      return ((await exited) as [number | null])[0]
    },
    kill: (): void => {
      child.kill('SIGKILL')
    },
  }
}
