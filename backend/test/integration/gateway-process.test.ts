import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SocketClient } from '../fakes/socket-client.js'
import { tinyRecording } from '../fakes/tiny-recording.js'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

interface Run {
  readonly child: ChildProcess
  readonly output: { stdout: string; stderr: string }
  /** Exit code, and how long after the last signal it came, ms. */
  readonly ended: Promise<{ code: number | null; signal: string | null }>
}

describe('the process of a gateway', () => {
  let recording: ReturnType<typeof tinyRecording>
  const running: ChildProcess[] = []
  beforeAll(() => {
    recording = tinyRecording(['1', '2', '3'])
  })
  afterAll(() => recording.remove())
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL')
  })

  const run = (environment: Record<string, string>): Run => {
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env.PATH ?? '',
        PORT: '0',
        SOURCE: 'recorded',
        RECORDING: 'tiny',
        RECORDINGS: recording.folder,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.push(child)
    const output = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk) => (output.stdout += String(chunk)))
    child.stderr.on('data', (chunk) => (output.stderr += String(chunk)))
    const ended = once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
    }))
    return { child, output, ended }
  }
  const ready = async (started: Run): Promise<string> => {
    await expect.poll(() => started.output.stdout, { timeout: 20_000 }).toContain('\n')
    return /^Tickwall is at (http:\/\/localhost:\d+)\n$/.exec(started.output.stdout)?.[1] ?? started.output.stdout
  }

  it('says on standard output where it is, and nothing else; its log is JSON on standard error', async () => {
    const started = run({})
    const address = await ready(started)
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
    const log = started.output.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string })
    expect(log.map(({ msg }) => msg)).toEqual(['listening; the source is read', 'ready'])
    expect(await (await fetch(`${address}/metrics`)).text()).toContain('nodejs_eventloop_lag_p99_seconds')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('ends within a second after %s when nobody is connected', async (signal) => {
    const started = run({})
    await ready(started)
    const atMs = Date.now()
    started.child.kill(signal)
    expect(await started.ended).toEqual({ code: 0, signal: null })
    expect(Date.now() - atMs).toBeLessThan(1000)
  })

  it('ends in good order also while it waits for its source', async () => {
    const started = run({ SOURCE: 'kafka', KAFKA_BROKERS: '127.0.0.1:9', LOG_LEVEL: 'info' })
    await expect.poll(() => started.output.stderr, { timeout: 20_000 }).toContain('Kafka does not answer')
    started.child.kill('SIGTERM')
    expect(await started.ended).toEqual({ code: 0, signal: null })
    expect(started.output.stdout).toBe('')
    expect(started.output.stderr.trim().split('\n').at(-1)).toContain('"msg":"ending"')
  })

  it('[CLS3] sends its clients away before it ends', async () => {
    const started = run({ DRAIN_MS: '1500' })
    const address = await ready(started)
    const client = await SocketClient.open(`${address.replace('http', 'ws')}/ws`)
    started.child.kill('SIGTERM')
    expect(await client.next('closing')).toMatchObject({ code: 1012, reason: 'restarting' })
    expect((await client.ended).code).toBe(1012)
    expect((await started.ended).code).toBe(0)
  })

  it('ends after DRAIN_MS, whatever a client does', async () => {
    const started = run({ DRAIN_MS: '600', CLOSE_TIMEOUT_MS: '60000' })
    const address = await ready(started)
    const deaf = await SocketClient.open(`${address.replace('http', 'ws')}/ws`)
    await deaf.next('hello')
    deaf.ws.pause()
    const atMs = Date.now()
    started.child.kill('SIGTERM')
    expect((await started.ended).code).toBe(0)
    expect(Date.now() - atMs).toBeLessThan(1600)
    expect(started.output.stderr).toContain('the drain took too long')
    deaf.ws.terminate()
  })

  it('ends at once on a second signal', async () => {
    const started = run({ DRAIN_MS: '30000' })
    const address = await ready(started)
    const clients = await Promise.all([1, 2].map(() => SocketClient.open(`${address.replace('http', 'ws')}/ws`)))
    started.child.kill('SIGINT')
    await clients[0]?.next('closing')
    started.child.kill('SIGINT')
    expect((await started.ended).code).toBe(130)
  })

  it('names every variable it cannot use, and no value', async () => {
    const started = run({ PORT: 'hunter2', LOG_LEVEL: 'hunter3' })
    expect((await started.ended).code).toBe(1)
    expect(started.output).toEqual({
      stdout: '',
      stderr:
        'The configuration cannot be used.\n' +
        'PORT must be: 0 to 65,535\n' +
        'LOG_LEVEL must be: `fatal`, `error`, `warn`, `info`, `debug`, `trace`, `silent`\n',
    })
  })

  it('says in one sentence that its port is in use, or its recording missing', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const taken = run({ PORT: String(port) })
    expect((await taken.ended).code).toBe(1)
    expect(taken.output.stderr).toBe(
      `Port ${port} of 127.0.0.1 is in use: end what uses it, or choose another with PORT.\n`,
    )
    other.close()

    const missing = run({ RECORDING: 'none', LOG_LEVEL: 'silent' })
    expect((await missing.ended).code).toBe(1)
    expect(missing.output.stderr).toMatch(/^[A-Z][^\n]*\n$/)
    expect(missing.output.stdout).toBe('')
  })
})
