import { describe, expect, it } from 'vitest'
import { byteRates } from './byte-rates.js'
import { cpuUtilization, sumCpuTimes } from './cpu-times.js'
import { diskUsed } from './disk-space.js'
import { parseDiskstats } from './diskstats.js'
import type { Reader } from './gauge.js'
import { gaugesOf, HostMetrics, hostName } from './host-metrics.js'
import { parseNetDev } from './net-dev.js'
import { procReaders } from './readers.js'

const times = (user: number, nice: number, sys: number, idle: number, irq: number) => ({
  times: { user, nice, sys, idle, irq },
})

describe('cpu', () => {
  it('is the busy share of all cores between two readings', () => {
    const before = sumCpuTimes([times(100, 0, 50, 850, 0), times(10, 5, 5, 975, 5)])
    const after = sumCpuTimes([times(300, 0, 150, 1_550, 0), times(10, 5, 5, 1_975, 5)])
    expect(cpuUtilization(before, after)).toBe(15)
  })

  it('is 0 between two equal readings', () => {
    const reading = sumCpuTimes([times(1, 2, 3, 4, 5)])
    expect(cpuUtilization(reading, reading)).toBe(0)
    expect(cpuUtilization(sumCpuTimes([]), sumCpuTimes([]))).toBe(0)
  })
})

describe('disk', () => {
  const text = `   7       0 loop0 9 0 900 9 9 0 900 9 0 9 9
 252       0 vda 34021 17 2412034 11 12893 2 1024080 19 0 9 30 0 0 0 0
 252       1 vda1 34000 17 2400000 11 12893 2 1024080 19 0 9 30 0 0 0 0
 259       0 nvme0n1 100 0 200 1 300 0 400 2 0 1 3
 259       1 nvme0n1p1 100 0 200 1 300 0 400 2 0 1 3
 253       0 dm-0 100 0 200 1 300 0 400 2 0 1 3
`
  it('sums whole disks, and neither partitions nor mapped or loop devices', () => {
    expect(parseDiskstats(text)).toEqual({
      'disk.read': (2_412_034 + 200) * 512,
      'disk.write': (1_024_080 + 400) * 512,
    })
  })

  it('is absent without a disk', () => {
    expect(parseDiskstats('   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0\n')).toBeNull()
    expect(parseDiskstats('')).toBeNull()
  })

  it('counts space as df does', () => {
    expect(diskUsed({ blocks: 1_000, bfree: 400, bavail: 300 })).toBe(66.67)
    expect(diskUsed({ blocks: 0, bfree: 0, bavail: 0 })).toBe(0)
  })
})

describe('network', () => {
  const text = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:    9156     110    0    0    0     0          0         0     9156     110    0    0    0     0       0          0
  eth0: 590172711   21875    0    0    0     0          0         0  1970196   15957    0    0    0     0       0          0
  eth1:12 1 0 0 0 0 0 0 34 1 0 0 0 0 0 0
docker0:  777     1    0    0    0     0          0         0   777       1    0    0    0     0       0          0
`
  it('sums the interfaces to the outside', () => {
    expect(parseNetDev(text)).toEqual({ 'network.received': 590_172_723, 'network.sent': 1_970_230 })
  })

  it('is absent without one', () => {
    expect(parseNetDev(text.split('\n').slice(0, 3).join('\n'))).toBeNull()
  })
})

describe('byteRates', () => {
  it('is bytes a second', () => {
    expect(byteRates({ 'disk.read': 1_000 }, { 'disk.read': 4_000 }, 1_500)).toEqual([
      { name: 'disk.read', unit: 'bytesPerSecond', value: 2_000 },
    ])
  })

  it('leaves out a counter that began anew, and everything when no time has passed', () => {
    expect(byteRates({ a: 5, b: 5 }, { a: 4, b: 6 }, 1_000)).toEqual([{ name: 'b', unit: 'bytesPerSecond', value: 1 }])
    expect(byteRates({ a: 5 }, { a: 6 }, 0)).toEqual([])
  })
})

describe('gaugesOf', () => {
  const good: Reader = () => [{ name: 'load.1m', unit: 'load', value: 1 }]

  it('outlives readers that throw or reject, and drops what is not a number', async () => {
    const bad: Reader[] = [
      () => {
        throw new Error('no such file')
      },
      () => Promise.reject(new Error('no permission')),
      () => [{ name: 'x', unit: 'ms', value: Number.NaN }],
    ]
    expect(await gaugesOf([...bad, good])).toEqual([{ name: 'load.1m', unit: 'load', value: 1 }])
  })

  it('reads nothing of Linux elsewhere', () => {
    expect(procReaders('darwin')).toEqual([])
    expect(procReaders('win32')).toEqual([])
    expect(procReaders('linux')).toHaveLength(2)
  })
})

describe('HostMetrics', () => {
  it('tells the truth about this machine', async () => {
    const metrics = new HostMetrics()
    await metrics.read(1_000)
    // The measure of a process that had to wait for its turn is as true as that of one that had the machine to itself.
    const beganMs = performance.now()
    const before = process.cpuUsage()
    const spentMs = () => {
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000
    }
    while (spentMs() < 60);
    const records = await metrics.read(2_000)
    const share = (100 * spentMs()) / (performance.now() - beganMs)
    metrics.stop()
    metrics.stop()
    const values = new Map(records.map(({ name, value }) => [name, value]))
    expect(values.get('process.cpu')).toBeGreaterThan(share / 3)
    expect(values.get('process.rss')).toBeGreaterThan(10_000_000)
    expect(values.get('process.heapUsed')).toBeGreaterThan(1_000_000)
    expect(values.get('memory.usedBytes')).toBeGreaterThan(10_000_000)
    for (const name of ['cpu.utilization', 'memory.used', 'disk.used']) {
      expect(values.get(name), name).toBeGreaterThanOrEqual(0)
      expect(values.get(name), name).toBeLessThanOrEqual(100)
    }
    expect(values.get('eventLoop.delayP99')).toBeGreaterThanOrEqual(0)
    if (process.platform === 'linux') expect(values.get('network.received')).toBeGreaterThanOrEqual(0)
  })

  it('makes records of the input contract', async () => {
    const metrics = new HostMetrics('web-1')
    const records = await metrics.read(1_000)
    metrics.stop()
    expect(records.length).toBeGreaterThan(5)
    for (const { type, host, name, unit, time, value } of records) {
      expect(type).toBe('metric')
      expect(host).toBe('web-1')
      expect(name).toMatch(/^[a-z][\w]*(\.[a-z\d][\w]*)+$/)
      expect(['percent', 'bytes', 'bytesPerSecond', 'ms', 'load', 'count']).toContain(unit)
      expect(time).toBe(1_000)
      expect(Number.isFinite(value)).toBe(true)
    }
  })

  it('names the host with letters that a topic can show', () => {
    expect(hostName('my machine/7.local')).toBe('my-machine-7.local')
    expect(hostName('')).toBe('host')
    expect(hostName('x'.repeat(100))).toHaveLength(64)
  })
})
