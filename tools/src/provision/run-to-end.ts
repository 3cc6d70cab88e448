import { spawn } from 'node:child_process'

export interface Ended {
  readonly code: number
  /** The last 4,000 characters of both outputs, in order of arrival. */
  readonly tail: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
}

const tailLength = 4000

/** Runs a program without input and resolves when it has ended; rejects only when it cannot be started. */
export function runToEnd(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let tail = ''
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const keep = (chunk: Buffer): void => {
      tail = (tail + chunk.toString()).slice(-tailLength)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, tail }))
  })
}

/** As runToEnd, but a code other than 0 rejects with the program's last words. */
export async function runOrThrow(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, tail } = await runToEnd(command, args, options)
  if (code !== 0) throw new Error(`${command} ${args[0] ?? ''} failed with code ${code}:\n${tail}`)
  return tail
}
