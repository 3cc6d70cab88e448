import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config/parse-config.js'
import { createGateway } from '../../src/gateway/create-gateway.js'
import type { Gateway } from '../../src/gateway/start-gateway.js'
import { createLog } from '../../src/observe/log.js'
import { SocketClient } from '../fakes/socket-client.js'
import { tinyRecording } from '../fakes/tiny-recording.js'

describe('a whole gateway', () => {
  let gateway: Gateway
  let recording: ReturnType<typeof tinyRecording>
  const lines: string[] = []

  beforeAll(async () => {
    // The fourth is no price: a bad record between good ones.
    recording = tinyRecording(['10.50', '12', '9.25', '1e5', '11.00'])
    gateway = await createGateway(
      parseConfig({
        PORT: '0',
        SOURCE: 'recorded',
        RECORDING: 'tiny',
        RECORDINGS: recording.folder,
        RECORDING_SPEED: '0',
        RECORDING_LOOP: 'false',
        SERVER_NAME: 'gw-whole',
      }),
      { log: createLog('warn', 'gw-whole', { write: (line) => lines.push(line) }) },
    )
    await gateway.ready
  })
  afterAll(async () => {
    await gateway.close()
    recording.remove()
  })

  const snapshot = async (topics: string) =>
    (await (await fetch(`${gateway.url}/snapshot?topics=${topics}`)).json()) as {
      topics: { epoch: string; offset: number; state: Record<string, unknown> }[]
    }

  it('[INV5] folds what the source reads, digit for digit', async () => {
    await expect
      .poll(async () => (await snapshot('quote/x:A')).topics[0]?.state)
      .toMatchObject({
        last: '11.00',
        open: '10.50',
        high: '12',
        low: '9.25',
        volume: '4',
        turnover: '42.75',
        trades: 4,
      })
  })

  it('[SUB7] gives a subscriber the state of /snapshot', async () => {
    const client = await SocketClient.open(`${gateway.url.replace('http', 'ws')}/ws`, ['tickwall.v1.json'])
    client.send({ type: 'subscribe', id: 1, topics: ['quote/x:A', 'trades/x:A', 'bars/x:A/1m'] })
    const { topics } = await client.next('subscribed')
    const frame = await client.next('frame')
    const states = (await snapshot('quote/x:A,trades/x:A,bars/x:A/1m')).topics
    expect(frame.snapshots?.map(({ ref }) => ref)).toEqual(topics.map(({ ref }) => ref))
    expect(frame.snapshots?.map(({ epoch, offset, state }) => ({ epoch, offset, state }))).toEqual(
      states.map(({ epoch, offset, state }) => ({ epoch, offset, state })),
    )
    client.ws.close()
    await client.ended
  })

  it('[HTTP2] lists its topics, [HTTP6] and answers its bars', async () => {
    const { topics } = (await (await fetch(`${gateway.url}/api/topics?query=QUOTE`)).json()) as { topics: unknown[] }
    expect(topics).toEqual([{ topic: 'quote/x:A', kind: 'quote' }])
    const bars = (await (await fetch(`${gateway.url}/api/bars?instrument=x:A&interval=1d`)).json()) as {
      items: unknown[][]
    }
    expect(bars.items.map(([, ...rest]) => rest)).toEqual([['10.50', '12', '9.25', '11.00', '4', 4]])
  })

  it('[REC7] counts and logs the bad record by its reason, without its value', async () => {
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text()
    expect(metrics).toContain('tickwall_bad_records_total{reason="badDecimal"} 1')
    expect(metrics).toContain('tickwall_records_total{log="ticks"} 4')
    const logged = lines.map((line) => JSON.parse(line) as object)
    expect(logged).toEqual([expect.objectContaining({ level: 'warn', reason: 'badDecimal', log: 'ticks', offset: 3 })])
    expect(lines.join('')).not.toContain('1e5')
  })
})
