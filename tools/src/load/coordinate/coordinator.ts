import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RunSummary } from '../run-summary.js'
import { shareOf } from './merge-summaries.js'

/** What a load machine is told to do. */
export interface LoadTask {
  readonly scenario: string
  readonly url: string
  readonly parameters: Readonly<Record<string, string>>
  /** From the answer to the start, so that the machines' clocks need not agree. */
  readonly startInMs: number
}

export interface CoordinatorOptions {
  readonly scenario: string
  readonly url: string
  readonly connections: number
  readonly machines: number
  readonly parameters: Readonly<Record<string, string>>
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly nowMs: () => number
  readonly say: (line: string) => void
}

export interface Coordinator {
  readonly url: string
  /** Resolves when every machine has told what it measured, in the order in which they joined. */
  readonly summaries: Promise<RunSummary[]>
  close(): Promise<void>
}

/** Time for each machine to compile its scenario and to ask the server for its topics. */
const START_IN_MS = 15_000
const MAX_BODY_BYTES = 4 * 2 ** 20

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_BODY_BYTES) throw new Error('the body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function answer(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

/**
 * Shares a scenario among load machines: `POST /machines` joins, `GET /machines/<i>/task` is 204 until all have joined and then the machine's
 * task, `PUT /machines/<i>/summary` takes what it measured.
 */
export async function startCoordinator(options: CoordinatorOptions): Promise<Coordinator> {
  const { machines, connections, nowMs, say } = options
  let joined = 0
  let startAtMs = 0
  const told = new Map<number, RunSummary>()
  let finish: (summaries: RunSummary[]) => void = () => undefined
  const summaries = new Promise<RunSummary[]>((resolve) => (finish = resolve))

  const taskOf = (index: number): LoadTask => {
    const { first, count } = shareOf(connections, machines, index)
    return {
      scenario: options.scenario,
      url: options.url,
      parameters: { ...options.parameters, CONNECTIONS: String(count), FIRST_CLIENT: String(first) },
      startInMs: Math.max(0, startAtMs - nowMs()),
    }
  }
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url = '/' } = request
    if (method === 'POST' && url === '/machines') {
      if (joined >= machines) return answer(response, 409, { message: 'all machines have joined' })
      const machine = joined++
      say(`machine ${machine + 1} of ${machines} has joined`)
      if (joined === machines) startAtMs = nowMs() + START_IN_MS
      return answer(response, 200, { machine })
    }
    const [, text, what] = /^\/machines\/(\d+)\/(task|summary)$/.exec(url) ?? []
    const index = Number(text)
    if (text === undefined || index >= joined) return answer(response, 404, { message: 'there is nothing here' })
    if (method === 'GET' && what === 'task') {
      return joined < machines ? answer(response, 204) : answer(response, 200, taskOf(index))
    }
    if (method !== 'PUT' || what !== 'summary') return answer(response, 405, { message: 'not so' })
    told.set(index, JSON.parse(await bodyOf(request)) as RunSummary)
    say(`machine ${index + 1} is done`)
    answer(response, 200, {})
    if (told.size === machines) finish([...told].sort(([a], [b]) => a - b).map(([, summary]) => summary))
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      answer(response, 400, { message: 'the request is not valid' })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const { address, port } = server.address() as AddressInfo
  return {
    url: `http://${address}:${port}`,
    summaries,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
