import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { channelOf } from '../crowd/dialect.js'
import { FEED_EVERY_MS, type Feed } from '../feed/feed.js'
import { Pacer } from '../feed/pacer.js'
import { StampedRecords } from '../feed/stamped-records.js'
import { serveParent } from '../worker-process.js'

export interface FlowRequest extends Feed {
  readonly port: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

function post(port: number, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        agent,
        method: 'POST',
        path: '/api/batch',
        headers: { 'content-type': 'application/json' },
      },
      (answer) => {
        answer
          .resume()
          .once('end', () =>
            answer.statusCode === 200
              ? resolve()
              : reject(new Error(`Centrifugo answered ${String(answer.statusCode)}`)),
          )
      },
    )
    asked.once('error', reject).end(body)
  })
}

/** The same ticks as everybody else gets, as publications to one channel an instrument, in batches over one connection. */
async function flow({ port, topics, ticksPerSecond }: FlowRequest): Promise<never> {
  const records = new StampedRecords(topics)
  const pacer = new Pacer(ticksPerSecond, performance.now())
  for (;;) {
    await sleep(FEED_EVERY_MS)
    const nowMs = Date.now()
    const commands: string[] = []
    for (let due = pacer.take(performance.now()); due > 0; due--) {
      const { key, value } = records.next(nowMs)
      const channel = channelOf(`quote/${key.toString()}`)
      commands.push(`{"publish":{"channel":"${channel}","data":${value.toString()}}}`)
    }
    if (commands.length > 0) await post(port, `{"commands":[${commands.join(',')}]}`)
  }
}

serveParent<FlowRequest, object>((asked) => {
  flow(asked).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
  return {}
})
