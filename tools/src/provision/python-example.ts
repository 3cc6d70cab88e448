import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../repository.js'
import { cachedFolder, fillFolder } from './cached-folder.js'
import type { Part } from './part.js'
import { requirePython } from './python.js'
import { runOrThrow } from './run-to-end.js'

const requirements = join(repositoryRoot, 'examples/python/requirements.txt')
const schemas = join(repositoryRoot, 'protocol/proto')
const schema = join(schemas, 'tickwall/v1/frame.proto')
const cached = (): string => cachedFolder('python-example', [requirements, schema])
/** The Python of an environment, which finds itself by where this lies: so it can be put in place after it was filled. */
export const pythonOf = (folder: string): string =>
  join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')

async function build(): Promise<void> {
  const python = await requirePython()
  // Left over from a Python that is gone.
  if (!existsSync(pythonOf(cached()))) rmSync(cached(), { recursive: true, force: true })
  await fillFolder(cached(), async (folder) => {
    await runOrThrow(python, ['-m', 'venv', folder])
    const own = pythonOf(folder)
    await runOrThrow(own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements])
    await runOrThrow(own, ['-m', 'grpc_tools.protoc', '-I', schemas, `--python_out=${folder}`, schema])
  })
}

/**
 * What `examples/python` needs: an environment with its requirements, and in the same folder, which is the path, the code generated
 * from the schema. Needs Python.
 */
export const pythonExample: Part = {
  name: 'the requirements of the example in Python',
  find: () => (existsSync(pythonOf(cached())) ? cached() : null),
  from: { kind: 'built', build },
}
