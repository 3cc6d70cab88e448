import { bar, machine, type Bar, type Report } from '@tickwall/bench/report/report.js'
import { FRESH_WITHIN_MS, type SeedOutcome } from './run-seed.js'

export interface Failed {
  readonly seed: number
  readonly reason: string
}

/** The figures of a run as the benchmarks report theirs. `failed`: seeds that could not be lived through. */
export function chaosReport(
  command: string,
  nowMs: number,
  outcomes: readonly SeedOutcome[],
  failed: readonly Failed[],
): Report {
  const sum = (of: (outcome: SeedOutcome) => number): number => outcomes.reduce((all, each) => all + of(each), 0)
  const left = outcomes.flatMap((outcome) => outcome.left)
  const broken = outcomes.filter(({ verdict }) => verdict.violations.length > 0)
  const bars: Bar[] = [
    bar('seeds', outcomes.length + failed.length, '', 'higher'),
    bar('seeds that could not be lived through', failed.length, '', 'lower', 0),
    bar(
      'violations',
      sum(({ verdict }) => verdict.violations.length),
      '',
      'lower',
      0,
    ),
    bar('seeds with a violation', broken.length, '', 'lower', 0),
    bar(
      'faults',
      sum(({ brought }) => brought.length),
      '',
      'higher',
    ),
    bar('faults that could not be brought about', left.length, '', 'lower', 0),
    bar(
      'frames that were checked',
      sum(({ verdict }) => verdict.frames),
      '',
      'higher',
      1,
    ),
    bar(
      'states that were compared with the log',
      sum(({ verdict }) => verdict.compared),
      '',
      'higher',
      1,
    ),
    bar(
      'records in the logs',
      sum(({ verdict }) => verdict.records),
      '',
      'higher',
      1,
    ),
    bar(
      'connections that were made again',
      sum(({ reconnects }) => reconnects),
      '',
      'higher',
    ),
    ...recoveryBars(outcomes),
  ]
  const remarks = [
    ...failed.map(({ seed, reason }) => `Seed ${String(seed)} could not be lived through: ${firstLine(reason)}`),
    ...broken.map(({ seed, verdict }) => `Seed ${String(seed)}: ${firstLine(verdict.violations[0]?.what ?? '')}`),
    ...new Set(left.map(({ fault, reason }) => `The fault ${fault} was left out: ${reason}.`)),
  ]
  const date = new Date(nowMs).toISOString().slice(0, 10)
  return { date, machine: machine(), command, runs: 1, bars, remarks }
}

const firstLine = (text: string): string => text.split('\n')[0] ?? ''

/** How long after each kind of fault the last client of all was fresh again, at worst. */
function recoveryBars(outcomes: readonly SeedOutcome[]): Bar[] {
  const worst = new Map<string, { ms: number; times: number }>()
  for (const { verdict } of outcomes)
    for (const { name, worstMs } of verdict.recoveries) {
      const known = worst.get(name) ?? { ms: 0, times: 0 }
      worst.set(name, { ms: Math.max(known.ms, worstMs), times: known.times + 1 })
    }
  return [...worst]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { ms, times }]) =>
      bar(`fresh after ${name}, worst of ${String(times)}`, Math.round(ms), 'ms', 'lower', FRESH_WITHIN_MS),
    )
}
