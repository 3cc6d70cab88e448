import { describe, expect, it } from 'vitest'
import { onFetchTrouble } from './fetch-trouble.js'
import { prototypeOf } from './kafkajs-internals.js'

type Recover = (this: object, error: object) => Promise<unknown>
const recover = (group: object, error: object): Promise<unknown> => {
  const method = prototypeOf('consumer/consumerGroup.js', 'recoverFromFetch').recoverFromFetch as Recover
  return method.call(group, error)
}

/** As much of kafkajs's group as its own recovery touches. */
function group(groupId: string) {
  const done: string[] = []
  return {
    groupId,
    done,
    recoverFromOffsetOutOfRange: async () => void done.push('committed'),
    cluster: { removeBroker: () => void done.push('removed') },
  }
}

const outOfRange = { name: 'KafkaJSOffsetOutOfRange', topic: 'ticks', partition: 3 }
const closed = { name: 'KafkaJSConnectionClosedError' }

describe('onFetchTrouble', () => {
  it('takes an offset out of range away from kafkajs, and lets it handle the rest', async () => {
    const heard: string[] = []
    const end = onFetchTrouble('ours', {
      failed: () => void heard.push('failed'),
      outOfRange: async (topic, partition) => void heard.push(`${topic}/${partition}`),
    })
    const ours = group('ours')
    await recover(ours, outOfRange)
    expect(heard).toEqual(['failed', 'ticks/3'])
    expect(ours.done).toEqual([])
    await recover(ours, closed)
    expect(heard).toEqual(['failed', 'ticks/3', 'failed'])
    expect(ours.done).toEqual(['removed'])
    end()
    await recover(ours, outOfRange)
    expect(heard.length).toBe(3)
  })

  it('leaves other groups alone', async () => {
    const end = onFetchTrouble('ours', {
      failed: () => expect.unreachable(),
      outOfRange: () => expect.unreachable(),
    })
    const theirs = group('theirs')
    await recover(theirs, outOfRange)
    expect(theirs.done).toEqual(['committed'])
    end()
  })
})
