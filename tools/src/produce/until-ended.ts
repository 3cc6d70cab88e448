/**
 * Waits for `run`, or, once `signal` aborts, for `stop`. A fault of `run` counts only until then: work whose publisher is being
 * stopped may be refused before the stopping is done.
 */
export async function untilEnded(run: Promise<void>, signal: AbortSignal, stop: () => Promise<void>): Promise<void> {
  const stopped = new Promise<void>((done) => {
    const end = () => done(stop())
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
  const unlessEnded = (fault: unknown): void => {
    if (!signal.aborted) throw fault
  }
  await Promise.race([run.catch(unlessEnded), stopped])
}
