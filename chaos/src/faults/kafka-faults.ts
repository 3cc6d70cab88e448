import { setTimeout as sleep } from 'node:timers/promises'
import { until, withAdmin } from '@tickwall/tools'
import { settled } from '../recovered.js'
import type { World } from '../world/world.js'
import type { Fault } from './fault.js'

const adminTimeoutMs = 60_000
const settleTimeoutMs = 60_000
/** A broker that cannot write ends by itself, in its own time. */
const endTimeoutMs = 30_000
/** Fewer records than this are not worth truncating. */
const LEAST_RECORDS = 10

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // ESRCH: it has ended.
    return false
  }
}

export const kafkaKilled: Fault = {
  lastsMs: [500, 5000],
  async run({ stack: { kafka } }, { forMs }) {
    await kafka.kill('SIGKILL')
    await sleep(forMs)
    await kafka.restart()
    return 'Kafka was killed and came back'
  },
}

export const kafkaStopped: Fault = {
  lastsMs: [5000, 10_000],
  fullMs: 60_000,
  async run({ stack: { kafka } }, { forMs }) {
    await kafka.kill('SIGTERM')
    await sleep(forMs)
    await kafka.restart()
    return 'Kafka was stopped and started'
  },
}

export const kafkaFrozen: Fault = {
  lastsMs: [3000, 10_000],
  fullMs: 60_000,
  async run({ stack: { kafka } }, { forMs }) {
    kafka.pause()
    await sleep(forMs)
    kafka.resume()
    return 'Kafka stood still, with its connections open'
  },
}

export const diskFull: Fault = {
  lastsMs: [1000, 4000],
  impossible: ({ disk }) => disk.reason,
  async run({ disk, stack: { kafka } }, { forMs }) {
    const { pid } = kafka
    const startedMs = Date.now()
    disk.fill()
    const ended = await until(() => Promise.resolve(!isAlive(pid)), { what: 'its end', timeoutMs: endTimeoutMs }).then(
      () => `ended after ${String(Date.now() - startedMs)} ms`,
      () => 'went on without writing',
    )
    await sleep(forMs)
    disk.free()
    await kafka.restart()
    return `no room was left for Kafka, which ${ended}; then there was, and it came back`
  },
}

export const topicRecreated: Fault = {
  lastsMs: [0, 3000],
  async run({ feeder, keeper, stack: { kafka } }, { forMs, share }) {
    const log = share < 0.75 ? 'ticks' : 'metrics'
    await feeder.pause()
    await keeper.keep(log)
    const partitions = await withAdmin(kafka.brokers, async (admin) => {
      const count = (await admin.fetchTopicOffsets(log)).length
      await admin.deleteTopics({ topics: [log], timeout: adminTimeoutMs })
      return count
    })
    await sleep(forMs)
    // The broker goes on deleting after it has said so.
    const create = (): Promise<boolean> =>
      kafka.createTopics([{ topic: log, partitions }]).then(
        () => true,
        () => false, // not deleted yet
      )
    await until(create, { what: `${log} again`, timeoutMs: adminTimeoutMs })
    keeper.recreated(log)
    feeder.begin()
    return `${log} was deleted and created anew`
  },
}

export const topicTruncated: Fault = {
  lastsMs: [500, 3000],
  async run({ feeder, keeper, gateways, stack: { kafka } }, { forMs, gateway, share }) {
    await feeder.pause()
    await keeper.keep('ticks')
    const low = await withAdmin(kafka.brokers, async (admin) => {
      const bounds = await admin.fetchTopicOffsets('ticks')
      const partitions = bounds
        .map(({ partition, low: first, high }) => ({ partition, low: Number(first), high: Number(high) }))
        .filter((each) => each.high - each.low >= LEAST_RECORDS)
        .map((each) => ({
          partition: each.partition,
          offset: String(each.low + Math.floor((each.high - each.low) * (0.2 + 0.6 * share))),
        }))
      await admin.deleteTopicRecords({ topic: 'ticks', partitions })
      const after: number[] = []
      for (const { partition, low: first } of await admin.fetchTopicOffsets('ticks')) after[partition] = Number(first)
      return after
    })
    keeper.truncated('ticks', low)
    feeder.begin()
    await sleep(forMs)
    const isRestarted = share > 0.5
    // It begins where the log does now, beside one that has seen more.
    if (isRestarted) {
      const broken = gateways[gateway] as World['gateways'][number]
      await broken.gateway.kill('SIGKILL')
      await broken.gateway.restart()
    }
    return `old records were deleted${isRestarted ? `, and gateway-${String(gateway + 1)} began anew` : ''}`
  },
}

export const partitionAdded: Fault = {
  lastsMs: [500, 3000],
  async run(world, { forMs }) {
    const { feeder, stack } = world
    const { kafka } = stack
    await feeder.pause()
    await settled(world, settleTimeoutMs)
    const count = await withAdmin(kafka.brokers, async (admin) => {
      const more = (await admin.fetchTopicOffsets('ticks')).length + 1
      await admin.createPartitions({ topicPartitions: [{ topic: 'ticks', count: more }] })
      const hasAll = async (): Promise<boolean> => {
        const { topics } = await admin.fetchTopicMetadata({ topics: ['ticks'] })
        const partitions = topics[0]?.partitions ?? []
        return partitions.length === more && partitions.every(({ leader }) => leader >= 0)
      }
      await until(hasAll, { what: 'the new partition', timeoutMs: adminTimeoutMs })
      return more
    })
    feeder.begin()
    await sleep(forMs)
    return `ticks has ${String(count)} partitions, and most instruments moved`
  },
}
