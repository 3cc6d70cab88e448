import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { composeCheck, locate, repositoryRoot } from '@tickwall/tools'
import { readCompose } from '../../src/stack/compose.js'

let program: string

beforeAll(async () => {
  program = await locate(composeCheck)
})

/** Docker Compose's own loader: schema, references and consistency. */
const check = (path: string) => spawnSync(program, [path], { encoding: 'utf8' })

const file = join(repositoryRoot, 'docker-compose.yml')

interface Resolved {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly command: readonly string[] | null
        readonly environment?: Readonly<Record<string, string>>
        readonly ports?: readonly { readonly target: number; readonly published: string }[]
        readonly depends_on?: Readonly<Record<string, unknown>>
      }
    >
  >
}

describe('docker-compose.yml', () => {
  it("is valid to Docker Compose's own loader, which reads the services as the native stack does", () => {
    const { status, stdout, stderr } = check(file)
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const { services } = JSON.parse(stdout) as Resolved
    const ours = readCompose(readFileSync(file, 'utf8'))
    expect([...ours.keys()].sort()).toEqual(Object.keys(services).sort())
    for (const [name, theirs] of Object.entries(services)) {
      const { command, environment, ports, dependsOn } = ours.get(name)!
      expect(command).toEqual(theirs.command ?? [])
      expect(environment).toEqual(theirs.environment ?? {})
      expect(ports.map(({ target, published }) => [target, String(published)])).toEqual(
        (theirs.ports ?? []).map(({ target, published }) => [target, published]),
      )
      expect([...dependsOn].sort()).toEqual(Object.keys(theirs.depends_on ?? {}).sort())
    }
  })

  it.each([
    ['a service that does not exist', ['kafka:\n        condition', 'kafkas:\n        condition']],
    ['a key that the specification does not know', ['stop_grace_period: 30s', 'stop_grace: 30s']],
    ['a volume that is not declared', ['kafka-log:/var', 'kafka-logs:/var']],
  ] as const)('would not be valid with %s', (_, [right, wrong]) => {
    const dir = mkdtempSync(join(tmpdir(), 'tickwall-compose-'))
    const text = readFileSync(file, 'utf8')
    expect(text).toContain(right)
    writeFileSync(join(dir, 'docker-compose.yml'), text.replace(right, wrong))
    const { status, stderr } = check(join(dir, 'docker-compose.yml'))
    rmSync(dir, { recursive: true })
    expect(status).toBe(1)
    expect(stderr).not.toBe('')
  })
})
