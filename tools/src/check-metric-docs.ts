import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allMetrics } from '@tickwall/backend/gateway/metrics.js'
import { metricsPage } from './metric-docs.js'
import { repositoryRoot } from './repository.js'

/** Compares `docs/metrics.md` with the list of metrics; `--write` brings it up to date. */
const file = join(repositoryRoot, 'docs/metrics.md')
const page = metricsPage(allMetrics())

if (process.argv.includes('--write')) {
  writeFileSync(file, page)
  console.log('Wrote docs/metrics.md.')
} else if (!existsSync(file) || readFileSync(file, 'utf8').replaceAll('\r\n', '\n') !== page) {
  console.error('Stale: docs/metrics.md. Run `node tools/dist/check-metric-docs.js --write`.')
  process.exitCode = 1
} else {
  console.log('The document of the metrics is up to date.')
}
