import { readdirSync, readFileSync } from 'node:fs'

/** What a process has used and holds. */
export interface ProcessUsage {
  /** User and system time since it started, ms. */
  readonly cpuMs: number
  readonly residentBytes: number
  /** Open files. */
  readonly files: number
}

/** 100 ticks a second on every Linux that Node runs on. */
const MS_PER_TICK = 10
const PAGE_BYTES = 4096

/** The fields of /proc/<pid>/stat after the name in brackets, which may hold spaces. */
function statFields(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** Null when there is no such process, or no /proc. */
export function processUsage(pid: number): ProcessUsage | null {
  try {
    const fields = statFields(pid)
    return {
      cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK,
      residentBytes: Number(fields[21]) * PAGE_BYTES,
      files: readdirSync(`/proc/${pid}/fd`).length,
    }
  } catch {
    return null // it has ended, or this is no Linux
  }
}

/** The processes that one has started, itself first; itself alone where there is no /proc. */
export function family(pid: number): number[] {
  try {
    const children = readdirSync('/proc').filter((name) => {
      if (!/^\d+$/.test(name)) return false
      try {
        return statFields(Number(name))[1] === String(pid)
      } catch {
        return false // it ended meanwhile
      }
    })
    return [pid, ...children.map(Number)]
  } catch {
    return [pid]
  }
}

/** The sum of what several processes use; null when none is there. */
export function usageOf(pids: readonly number[]): ProcessUsage | null {
  const usages = pids.map(processUsage).filter((usage) => usage !== null)
  if (usages.length === 0) return null
  const sum = (of: (usage: ProcessUsage) => number): number => usages.reduce((total, usage) => total + of(usage), 0)
  return {
    cpuMs: sum(({ cpuMs }) => cpuMs),
    residentBytes: sum(({ residentBytes }) => residentBytes),
    files: sum(({ files }) => files),
  }
}
