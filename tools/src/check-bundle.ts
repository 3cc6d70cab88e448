import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundleWeights } from './bundle-weight.js'
import { repositoryRoot } from './repository.js'

/** Compares the built dashboard with its budgets. */
const dist = join(repositoryRoot, 'dashboard/dist')
const index = join(dist, 'index.html')

if (!existsSync(index)) {
  console.error('The dashboard is not built: run `npm run build`.')
  process.exitCode = 1
} else {
  const names = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js'))
  const files = new Map(names.map((name) => [`assets/${name}`, readFileSync(join(dist, 'assets', name), 'utf8')]))
  const weights = bundleWeights(readFileSync(index, 'utf8'), files, (content) => gzipSync(content, { level: 9 }).length)
  for (const { name, bytes, limitBytes, files: weighed } of weights) {
    const figures = `${name}: ${(bytes / 1000).toFixed(1)} kB of ${limitBytes / 1000} kB gzip (${weighed.join(', ')})`
    if (bytes <= limitBytes) console.log(figures)
    else {
      console.error(`Too large. ${figures}`)
      process.exitCode = 1
    }
  }
}
