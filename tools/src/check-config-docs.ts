import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { variables } from '@tickwall/backend/config/variables.js'
import { configurationPage, environmentExample } from './config-docs.js'
import { repositoryRoot } from './repository.js'

/** Compares `docs/configuration.md` and `.env.example` with the schema; `--write` brings them up to date. */
const rows = variables()
const files: readonly (readonly [string, string])[] = [
  ['docs/configuration.md', configurationPage(rows)],
  ['.env.example', environmentExample(rows)],
]

const stale = files.filter(([name, content]) => {
  const file = join(repositoryRoot, name)
  return !existsSync(file) || readFileSync(file, 'utf8') !== content
})

if (process.argv.includes('--write')) {
  for (const [name, content] of stale) {
    mkdirSync(dirname(join(repositoryRoot, name)), { recursive: true })
    writeFileSync(join(repositoryRoot, name), content)
    console.log(`Wrote ${name}.`)
  }
} else if (stale.length > 0) {
  const names = stale.map(([name]) => name).join(' and ')
  console.error(`Stale: ${names}. Run \`node tools/dist/check-config-docs.js --write\`.`)
  process.exitCode = 1
} else {
  console.log('The documents of the configuration are up to date.')
}
