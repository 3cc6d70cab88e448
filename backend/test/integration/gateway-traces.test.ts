import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repositoryRoot, startGateway, type LocalGateway } from '@tickwall/tools'
import { SocketClient } from '../fakes/socket-client.js'
import { tinyRecording } from '../fakes/tiny-recording.js'

const SDK = pathToFileURL(join(repositoryRoot, 'backend/test/fakes/tracing-sdk.mjs')).href
const TOPIC = 'quote/none'

describe('a gateway with a tracing SDK loaded by --import', () => {
  let gateway: LocalGateway
  let recording: ReturnType<typeof tinyRecording>
  const lines: string[] = []
  beforeAll(async () => {
    recording = tinyRecording(['1', '2'])
    gateway = await startGateway({
      env: { SOURCE: 'recorded', RECORDING: 'tiny', RECORDINGS: recording.folder, DRAIN_MS: '100' },
      args: ['--import', SDK, 'backend/dist/main.js'],
      onLine: (line) => lines.push(line),
    })
  })
  afterAll(async () => {
    await gateway.stop()
    recording.remove()
  })

  const spans = (name: string): unknown[] =>
    lines
      .filter((line) => line.startsWith('span '))
      .map((line) => JSON.parse(line.slice(5)) as { name: string })
      .filter((span) => span.name === name)

  it('has spans for handshake, subscribe and poll, and none for a frame', async () => {
    const client = await SocketClient.open(`${gateway.url.replace('http', 'ws')}/ws`)
    client.send({ type: 'subscribe', id: 1, topics: [TOPIC, 'quote/none/two'] })
    await client.next('frame')
    await expect(SocketClient.open(`${gateway.url.replace('http', 'ws')}/nowhere`)).rejects.toThrow('404')
    await (await fetch(`${gateway.url}/poll?topics=${TOPIC}`)).text()
    client.ws.close()
    await client.ended
    const tracer = 'tickwall'
    await expect.poll(() => spans('poll'), { timeout: 30_000 }).toEqual([{ tracer, name: 'poll', outcome: '200' }])
    await expect
      .poll(() => spans('handshake'), { timeout: 30_000 })
      .toEqual([
        { tracer, name: 'handshake', outcome: 'ok' },
        { tracer, name: 'handshake', outcome: 'notFound' },
      ])
    expect(spans('subscribe')).toEqual([{ tracer, name: 'subscribe', topics: 2, outcome: 'ok' }])
    expect(lines.filter((line) => line.startsWith('span '))).toHaveLength(4)
  })
})
