import type { ByteCounters } from './byte-rates.js'

/** Whole disks; partitions, loop and mapped devices would count the same bytes again. */
const DISK = /^(?:[shv]d[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/
/** The unit of /proc/diskstats, whatever the disk's own sectors are. */
const SECTOR_BYTES = 512

/** Sums Linux's /proc/diskstats over its disks; null when it names none. */
export function parseDiskstats(text: string): ByteCounters | null {
  const disks = text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , name]) => DISK.test(name ?? ''))
  if (disks.length === 0) return null
  const sum = (column: number) => disks.reduce((bytes, fields) => bytes + Number(fields[column] ?? 0) * SECTOR_BYTES, 0)
  return { 'disk.read': sum(5), 'disk.write': sum(9) }
}
