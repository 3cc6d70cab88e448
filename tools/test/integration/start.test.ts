import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort, repositoryRoot, startChild, until, type Child } from '@tickwall/tools'

const children: Child[] = []

afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.stop()))
})

/** `npm start` as npm runs it, with the simulated source. */
async function start(port: number): Promise<Child> {
  const script = join(repositoryRoot, 'tools/start.mjs')
  const { KAFKA_BROKERS: _, ...env } = process.env
  const child = await startChild(process.execPath, [script], { env: { ...env, PORT: String(port), HOST: '127.0.0.1' } })
  children.push(child)
  return child
}

const isServing = (port: number) => (): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    (response) => response.ok,
    () => false, // not listening
  )

const serving = (port: number, child: Child): Promise<void> =>
  until(isServing(port), { what: 'npm start', timeoutMs: 60_000, child })

const silent = async (port: number): Promise<void> =>
  until(async () => !(await isServing(port)()), { what: 'the end of the gateway', timeoutMs: 15_000 })

describe('npm start', () => {
  it('serves dashboard and gateway, says where, and ends both with SIGTERM', async () => {
    const port = await freePort()
    const child = await start(port)
    await serving(port, child)
    const page = await fetch(`http://127.0.0.1:${port}/`)
    expect(await page.text()).toContain('<div id="app">')
    const announced = (): boolean => child.output().includes(`http://localhost:${port}`)
    await until(() => Promise.resolve(announced()), { what: 'its address', timeoutMs: 5000, child })
    expect(await child.kill('SIGTERM')).toEqual({ code: 0, signal: null })
    await silent(port)
  })

  it('runs several times at once from one clone', async () => {
    const ports = [await freePort(), await freePort()]
    await Promise.all(ports.map(async (port) => serving(port, await start(port))))
    for (const child of children) expect(await child.kill('SIGINT')).toEqual({ code: 0, signal: null })
  })

  it('leaves no gateway behind when it is killed', async () => {
    const port = await freePort()
    const child = await start(port)
    await serving(port, child)
    process.kill(child.pid, 'SIGKILL')
    await silent(port)
  })

  it('ends with the code of a gateway that cannot start', async () => {
    const child = await start(-1)
    expect((await child.exited).code).not.toBe(0)
  })
})
