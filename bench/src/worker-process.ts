import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A process of the benchmark's own that answers requests one at a time. */
export interface WorkerProcess<Request, Answer> {
  ask(request: Request): Promise<Answer>
  stop(): Promise<void>
}

/** Starts a compiled module beside this one with an IPC channel. Rejects when it ends before it answers. */
export function startWorker<Request extends object, Answer>(module: string): WorkerProcess<Request, Answer> {
  const child: ChildProcess = fork(fileURLToPath(new URL(module, import.meta.url)), [], { stdio: 'inherit' })
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
        child.once('exit', () => resolve())
        child.kill()
      }),
  }
}

/** The other end: answers each request of the parent; a request that fails ends the process, which the parent sees. */
export function serveParent<Request, Answer>(answer: (request: Request) => Promise<Answer> | Answer): void {
  process.on('message', (request) => {
    void Promise.resolve(answer(request as Request)).then(
      (ready) => process.send?.(ready),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
