import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../repository.js'
import { cachedFolder, fillFolder } from './cached-folder.js'
import { findOnPath } from './find-on-path.js'
import { MissingPart, type Part } from './part.js'
import { runOrThrow } from './run-to-end.js'

const moduleDir = join(repositoryRoot, 'tools/k6')
const binary = process.platform === 'win32' ? 'k6.exe' : 'k6'
const folder = (): string => cachedFolder('k6', [join(moduleDir, 'go.mod'), join(moduleDir, 'go.sum')])

async function build(): Promise<void> {
  const go = findOnPath(['go', '/usr/local/go/bin/go'])
  if (go === null)
    throw new MissingPart('Install Go 1.25 or newer so that go, which builds the load generator k6, is on PATH.')
  await fillFolder(folder(), async (path) => {
    await runOrThrow(go, ['build', '-trimpath', '-ldflags=-s -w', '-o', join(path, binary), 'go.k6.io/k6/v2'], {
      cwd: moduleDir,
    })
  })
}

/** The load generator, built from its pinned Go module in about a minute; the path is the program. */
export const k6: Part = {
  name: 'k6 v2.2.0',
  find: () => {
    const path = join(folder(), binary)
    return existsSync(path) ? path : null
  },
  from: { kind: 'built', build },
}
