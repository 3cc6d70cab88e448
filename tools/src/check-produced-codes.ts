import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { BAD_REASONS } from '@tickwall/backend/ingest/bad-reason.js'
import { STALLS } from '@tickwall/backend/ingest/kafka/stall.js'
import { CLOSE_CODES, ERROR_CODES, HTTP_ERRORS, NOTICE_REASONS } from '@tickwall/protocol'
import { unproducedCodes, type CodeTable, type TestFile } from './produced-codes.js'
import { repositoryRoot } from './repository.js'

/** Every code of the tables is produced by a test of the gateway; that every metric is, its own run of metrics proves. */
const tables: readonly CodeTable[] = [
  { name: 'closes', codes: Object.keys(CLOSE_CODES), allAtOnce: 'it.each(Object.entries(CLOSE_CODES))' },
  { name: 'errors', codes: Object.keys(ERROR_CODES), allAtOnce: 'it.each(Object.entries(ERROR_CODES))' },
  { name: 'httpErrors', codes: Object.keys(HTTP_ERRORS), allAtOnce: 'it.each(Object.entries(HTTP_ERRORS))' },
  { name: 'notices', codes: NOTICE_REASONS, allAtOnce: 'it.each(NOTICE_REASONS)' },
  { name: 'records', codes: Object.keys(BAD_REASONS), allAtOnce: 'it.each(Object.entries(BAD_REASONS))' },
  { name: 'stalls', codes: STALLS, allAtOnce: 'it.each(STALLS)' },
]

const LEFT_OUT = new Set(['node_modules', 'dist'])

function* testFiles(folder: string): Generator<TestFile> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* testFiles(path)
    else if (entry.name.endsWith('.test.ts')) yield { name: path, text: readFileSync(path, 'utf8') }
  }
}

const faults = unproducedCodes(tables, [...testFiles(join(repositoryRoot, 'backend'))])
if (faults.length > 0) {
  for (const fault of faults) console.error(`No test of the gateway produces ${fault}.`)
  process.exitCode = 1
} else {
  console.log('Every code of the tables is produced by a test of the gateway.')
}
