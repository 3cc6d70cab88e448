import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { citedRules } from './cited-rules.js'
import { protocolFaults, statedRules, withTables } from './protocol-page.js'
import { protocolFields, protocolTables } from './protocol-tables.js'
import { repositoryRoot } from './repository.js'

/** Compares docs/protocol.md with the titles of all tests and with the code; `--write` prints its tables anew. */
const pageFile = join(repositoryRoot, 'docs/protocol.md')
const LEFT_OUT = new Set(['node_modules', 'dist', 'coverage'])

function* testFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name) || entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* testFiles(path)
    else if (entry.name.endsWith('.test.ts')) yield path
  }
}

if (process.argv.includes('--write')) {
  writeFileSync(pageFile, withTables(readFileSync(pageFile, 'utf8').replaceAll('\r\n', '\n'), protocolTables))
  console.log('Wrote the tables of docs/protocol.md.')
}

const page = readFileSync(pageFile, 'utf8').replaceAll('\r\n', '\n')
const citations = [...testFiles(repositoryRoot)].flatMap((path) => {
  const file = relative(repositoryRoot, path).replaceAll(sep, '/')
  return citedRules(file, readFileSync(path, 'utf8')).map((id) => ({ id, file }))
})
const architecture = readFileSync(join(repositoryRoot, 'ARCHITECTURE.md'), 'utf8').replaceAll('\r\n', '\n')
const faults = protocolFaults({ page, architecture, citations, tables: protocolTables, fields: protocolFields })

if (faults.length > 0) {
  for (const fault of faults) console.error(fault)
  console.error('Tables are printed by `node tools/dist/check-protocol.js --write`.')
  process.exitCode = 1
} else {
  const rules = String(statedRules(page).length)
  console.log(`The ${rules} rules of docs/protocol.md are cited by tests, and its tables are those of the code.`)
}
