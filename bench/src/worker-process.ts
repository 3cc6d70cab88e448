import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A process of the benchmark's own that answers requests one at a time. */
export interface WorkerProcess<Request, Answer> {
  ask(request: Request): Promise<Answer>
  /** Lets it end by itself, so that a profile is written; kills one that does not within 10 s. */
  stop(): Promise<void>
}

const END_WITHIN_MS = 10_000

/** Starts a compiled module of this folder with an IPC channel, `execArgv` being Node's own options. A request rejects when the process ends before it answers. */
export function startWorker<Request extends object, Answer>(
  module: string,
  execArgv: readonly string[] = [],
): WorkerProcess<Request, Answer> {
  const path = fileURLToPath(new URL(module, import.meta.url))
  const child: ChildProcess = fork(path, [], { stdio: 'inherit', execArgv: [...execArgv] })
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        const ended = (code: number | null): void => reject(new Error(`${module} ended with ${String(code)}`))
        child.once('exit', ended)
        child.once('message', (answer) => {
          child.off('exit', ended)
          resolve(answer as Answer)
        })
        child.send(request)
      }),
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve()
        const cutOff = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS)
        child.once('exit', () => {
          clearTimeout(cutOff)
          resolve()
        })
        if (child.connected) child.disconnect()
      }),
  }
}

/** The other end: answers each request of the parent; a request that fails ends the process, which the parent sees. Ends with its parent. */
export function serveParent<Request, Answer>(answer: (request: Request) => Promise<Answer> | Answer): void {
  process.on('disconnect', () => process.exit(0))
  process.on('message', (request) => {
    void Promise.resolve(request as Request)
      .then(answer)
      .then(
        (ready) => process.send?.(ready),
        (error: unknown) => {
          console.error(error)
          process.exit(1)
        },
      )
  })
}
