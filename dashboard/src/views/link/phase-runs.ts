import type { LinkSample } from '../../link/link-report.js'

/** A stretch of time in which the link was in one phase. */
export interface PhaseRun {
  readonly phase: LinkSample['phase']
  readonly fromMs: number
  readonly toMs: number
}

/** The samples as stretches, oldest first; each sample stands for the time since the one before it, so a hole is no stretch of its own. */
export function phaseRuns(history: readonly LinkSample[]): PhaseRun[] {
  const runs: PhaseRun[] = []
  let fromMs = history[0]?.atMs ?? 0
  for (const { phase, atMs } of history.slice(1)) {
    const last = runs.at(-1)
    if (last?.phase === phase) runs[runs.length - 1] = { ...last, toMs: atMs }
    else runs.push({ phase, fromMs, toMs: atMs })
    fromMs = atMs
  }
  return runs
}
