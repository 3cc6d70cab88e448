import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../repository.js'
import { cachedFolder, fillFolder } from './cached-folder.js'
import { findOnPath } from './find-on-path.js'
import { MissingPart, type Part } from './part.js'
import { runOrThrow } from './run-to-end.js'

export interface GoProgram {
  /** As a person knows it. */
  readonly name: string
  /** Of the binary, and of the folder below `tools` whose go.mod and go.sum pin it. */
  readonly folder: string
  /** What is built, as Go names it: `.` or the path of a package. */
  readonly package: string
}

/** A program built from a pinned Go module; the path is the binary. */
export function goProgram({ name, folder, package: target }: GoProgram): Part {
  const moduleDir = join(repositoryRoot, 'tools', folder)
  const binary = process.platform === 'win32' ? `${folder}.exe` : folder
  const isPin = (file: string): boolean => /^go\.(mod|sum)$|\.go$/.test(file)
  const cached = (): string =>
    cachedFolder(
      folder,
      readdirSync(moduleDir)
        .filter(isPin)
        .sort()
        .map((file) => join(moduleDir, file)),
    )

  const build = async (): Promise<void> => {
    const go = findOnPath(['go', '/usr/local/go/bin/go'])
    if (go === null) throw new MissingPart(`Install Go 1.25 or newer so that go, which builds ${name}, is on PATH.`)
    await fillFolder(cached(), async (path) => {
      await runOrThrow(
        go,
        ['build', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', join(path, binary), target],
        {
          cwd: moduleDir,
        },
      )
    })
  }

  return {
    name,
    find: () => {
      const path = join(cached(), binary)
      return existsSync(path) ? path : null
    },
    from: { kind: 'built', build },
  }
}
