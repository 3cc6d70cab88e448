import { findOnPath } from './find-on-path.js'
import { MissingPart } from './part.js'
import { runToEnd } from './run-to-end.js'

/** Fails on an older Python, and where the modules that make an environment of its own are left out. */
const CHECK = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'

/** The absolute path of a Python that can make an environment. Throws MissingPart when there is none. */
export async function requirePython(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  for (const name of ['python3', 'python']) {
    const python = findOnPath([name], env)
    if (python !== null && (await runToEnd(python, ['-c', CHECK])).code === 0) return python
  }
  throw new MissingPart(
    'Install Python 3.10 or newer with venv (Debian: python3-venv), which the example in Python needs.',
  )
}
