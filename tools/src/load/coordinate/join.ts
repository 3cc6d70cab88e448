import { setTimeout as sleep } from 'node:timers/promises'
import type { RunSummary } from '../run-summary.js'
import type { LoadTask } from './coordinator.js'

const ASK_MS = 500

async function asked(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`the coordinator answered ${response.status}`)
  return response
}

/** Joins a coordinator, runs what it is told by `run`, and tells it the summary. Rejects when the coordinator refuses or is gone. */
export async function joinCoordinator(
  coordinator: string,
  run: (task: LoadTask) => Promise<RunSummary>,
): Promise<RunSummary> {
  const base = coordinator.replace(/\/+$/, '')
  const { machine } = (await (await asked(`${base}/machines`, { method: 'POST' })).json()) as { machine: number }
  for (;;) {
    const response = await asked(`${base}/machines/${machine}/task`)
    if (response.status === 204) {
      await sleep(ASK_MS)
      continue
    }
    const summary = await run((await response.json()) as LoadTask)
    await asked(`${base}/machines/${machine}/summary`, { method: 'PUT', body: JSON.stringify(summary) })
    return summary
  }
}
