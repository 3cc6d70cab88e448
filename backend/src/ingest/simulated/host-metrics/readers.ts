import { readFile, statfs } from 'node:fs/promises'
import { cpus, freemem, loadavg, platform, totalmem } from 'node:os'
import { parse } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { type ByteCounters, byteRates } from './byte-rates.js'
import { cpuUtilization, sumCpuTimes } from './cpu-times.js'
import { diskUsed } from './disk-space.js'
import { parseDiskstats } from './diskstats.js'
import { type Reader, percent } from './gauge.js'
import { parseNetDev } from './net-dev.js'

/** How often the event loop is looked at, ms: finer costs more than it shows. */
const LOOP_RESOLUTION_MS = 20

export const readMemory: Reader = () => {
  const total = totalmem()
  const used = total - freemem()
  return [
    { name: 'memory.used', unit: 'percent', value: percent(used, total) },
    { name: 'memory.usedBytes', unit: 'bytes', value: used },
  ]
}

/** Windows has no load average and reports zeros. */
export const readLoad: Reader = () =>
  platform() === 'win32' ? [] : [{ name: 'load.1m', unit: 'load', value: Math.round((loadavg()[0] ?? 0) * 100) / 100 }]

/** The file system the process runs on. */
export const readDiskSpace: Reader = async () => [
  { name: 'disk.used', unit: 'percent', value: diskUsed(await statfs(parse(process.cwd()).root)) },
]

/** Busy share of all cores since the last reading. */
export function cpuReader(): Reader {
  let before = sumCpuTimes(cpus())
  return () => {
    const after = sumCpuTimes(cpus())
    const value = cpuUtilization(before, after)
    before = after
    return [{ name: 'cpu.utilization', unit: 'percent', value }]
  }
}

/** Of this process: CPU in percent of one core since the last reading, resident memory, used heap. */
export function processReader(): Reader {
  let usage = process.cpuUsage()
  let atMs = performance.now()
  return () => {
    const { user, system } = process.cpuUsage(usage)
    const nowMs = performance.now()
    const cpuMs = (user + system) / 1_000
    const elapsedMs = Math.max(nowMs - atMs, 1)
    usage = process.cpuUsage()
    atMs = nowMs
    const { rss, heapUsed } = process.memoryUsage()
    return [
      { name: 'process.cpu', unit: 'percent', value: Math.round((cpuMs / elapsedMs) * 10_000) / 100 },
      { name: 'process.rss', unit: 'bytes', value: rss },
      { name: 'process.heapUsed', unit: 'bytes', value: heapUsed },
    ]
  }
}

/** How late the event loop was in the worst hundredth of the time since the last reading; `stop` ends the watching. */
export function eventLoopReader(): { readonly read: Reader; stop(): void } {
  const delay = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  delay.enable()
  return {
    read: () => {
      // The histogram holds times between two looks: the wanted distance is no delay.
      const lateMs = delay.count === 0 ? 0 : Math.max(0, delay.percentile(99) / 1e6 - LOOP_RESOLUTION_MS)
      delay.reset()
      return [{ name: 'eventLoop.delayP99', unit: 'ms', value: Math.round(lateMs * 100) / 100 }]
    },
    stop: () => void delay.disable(),
  }
}

/** Rates of the byte counters in a file of Linux's /proc; nothing at the first reading. */
export function procReader(path: string, parseText: (text: string) => ByteCounters | null): Reader {
  let before: ByteCounters | null = null
  let atMs = 0
  return async () => {
    const after = parseText(await readFile(path, 'utf8'))
    const nowMs = performance.now()
    const gauges = before === null || after === null ? [] : byteRates(before, after, nowMs - atMs)
    before = after
    atMs = nowMs
    return gauges
  }
}

/** The counters that only Linux has. */
export const procReaders = (system: NodeJS.Platform = platform()): Reader[] =>
  system === 'linux' ? [procReader('/proc/diskstats', parseDiskstats), procReader('/proc/net/dev', parseNetDev)] : []
