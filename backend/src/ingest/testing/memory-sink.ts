import type { InputRecord } from '@tickwall/protocol'
import type { LogRecord, PartitionId, PartitionStart, RecordSink } from '../source.js'

/** Keeps what a source hands over, and what went against the rules of a log. */
export class MemorySink implements RecordSink {
  readonly opened = new Map<string, PartitionStart>()
  readonly log = new Map<string, LogRecord[]>()
  /** Records that were not at the next offset of an open partition. */
  readonly misplaced: string[] = []

  open(id: PartitionId, start: PartitionStart): void {
    this.opened.set(nameOf(id), start)
    this.log.set(nameOf(id), [])
  }

  close(id: PartitionId): void {
    this.opened.delete(nameOf(id))
  }

  records(id: PartitionId, records: readonly LogRecord[]): void {
    const name = nameOf(id)
    const log = this.log.get(name)
    for (const record of records) {
      if (log === undefined || record.offset !== log.length) this.misplaced.push(`${name}@${record.offset}`)
      log?.push(record)
    }
  }

  advance(): void {
    this.misplaced.push('advance')
  }

  position(id: PartitionId): number | null {
    const log = this.log.get(nameOf(id))
    return log === undefined ? null : log.length - 1
  }

  get count(): number {
    return [...this.log.values()].reduce((sum, records) => sum + records.length, 0)
  }

  /** Everything handed over for one log, partition by partition. */
  values(log: PartitionId['log']): InputRecord[] {
    return [...this.log]
      .filter(([name]) => name.startsWith(log))
      .flatMap(([, records]) => records.map(({ value }) => JSON.parse(String(value)) as InputRecord))
  }
}

export const nameOf = ({ log, partition }: PartitionId): string => `${log}-${partition}`
