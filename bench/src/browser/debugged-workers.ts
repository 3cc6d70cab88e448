import { WebSocket } from 'ws'

interface Target {
  readonly type: string
  readonly url: string
  readonly webSocketDebuggerUrl: string
}

/** Longest time for an answer of the browser. */
const PATIENCE_MS = 30_000

/**
 * Heap in bytes of a Chromium's SharedWorkers after a full collection, together; null while there is none. Pages are asked through their own
 * sessions; a worker of theirs has none, so it is asked at the debugging port.
 */
export async function workerHeapBytes(debuggingPort: number): Promise<number | null> {
  const response = await fetch(`http://127.0.0.1:${debuggingPort}/json/list`)
  const targets = ((await response.json()) as readonly Target[]).filter(({ type }) => type === 'shared_worker')
  if (targets.length === 0) return null
  const bytes = await Promise.all(targets.map(({ webSocketDebuggerUrl }) => heapOf(webSocketDebuggerUrl)))
  return bytes.reduce((sum, heap) => sum + heap, 0)
}

function heapOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    const timer = setTimeout(() => {
      socket.terminate()
      reject(new Error('a worker did not answer'))
    }, PATIENCE_MS)
    const end = (then: () => void): void => {
      clearTimeout(timer)
      socket.close()
      then()
    }
    socket.on('error', (error) => end(() => reject(error)))
    socket.on('open', () => {
      // Together, so that nothing is made between the two.
      socket.send('{"id":1,"method":"HeapProfiler.collectGarbage"}')
      socket.send('{"id":2,"method":"Runtime.getHeapUsage"}')
    })
    socket.on('message', (data: Buffer) => {
      const { id, result } = JSON.parse(data.toString()) as { id?: number; result?: { usedSize?: number } }
      if (id === 2) end(() => resolve(result?.usedSize ?? NaN))
    })
  })
}
