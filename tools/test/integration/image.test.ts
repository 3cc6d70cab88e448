import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, repositoryRoot, startChild, until } from '@tickwall/tools'
import { buildNatively, type NativeImage } from '../../src/image/build-natively.js'

let root: string
let image: NativeImage

/** Two installations and all builds. */
const buildTimeoutMs = 600_000

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'tickwall-image-'))
  image = await buildNatively(repositoryRoot, root)
}, buildTimeoutMs)

afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

describe('the Dockerfile', () => {
  it('yields gateway, dashboard and producer, and runs without rights', () => {
    for (const path of ['backend/dist/main.js', 'dashboard/dist/index.html', 'tools/dist/produce.js']) {
      expect(existsSync(join(image.dir, path)), path).toBe(true)
    }
    expect(image.user).toBe('node')
  })

  it('leaves compilers and test tools out of the last stage', () => {
    for (const name of ['typescript', 'vite', 'vitest', 'vue']) {
      expect(existsSync(join(image.dir, 'node_modules', name)), name).toBe(false)
    }
  })

  it('yields a gateway that its own health check finds healthy, and that serves the dashboard', async () => {
    const port = await freePort()
    const env = { PATH: process.env.PATH, ...image.env, HOST: '127.0.0.1', PORT: String(port) }
    const [program = '', ...args] = image.command
    const child = await startChild(program, args, { cwd: image.dir, env })
    const [checker = '', ...checkArgs] = image.healthcheck
    const isHealthy = async (): Promise<boolean> => {
      const { code } = await (await startChild(checker, checkArgs, { env })).exited
      return code === 0
    }
    await until(isHealthy, { what: 'health', timeoutMs: 60_000, child })
    const page = await fetch(`http://127.0.0.1:${port}/`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<div id="app">')
    await child.stop()
    expect(() => execFileSync(checker, checkArgs, { env, stdio: 'ignore' })).toThrow()
  })
})
