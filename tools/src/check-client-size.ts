import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { repositoryRoot } from './repository.js'

/** Of the client with the part of the protocol that it uses, bundled and minified for a browser, after gzip. */
const LIMIT_BYTES = 20_000

/** Compares what a page loads for a link with its budget, and finds out whether it needs anything at run time. */
const entry = join(repositoryRoot, 'client/dist/index.js')

if (!existsSync(entry)) {
  console.error('The client is not built: run `npm run build`.')
  process.exitCode = 1
} else {
  const built = await build({
    root: repositoryRoot,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'tickwall' },
    },
  })
  const outputs = Array.isArray(built) ? built : [built]
  const chunks = outputs
    .flatMap((output) => ('output' in output ? output.output : []))
    .filter((part) => part.type === 'chunk')
  const outside = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
  const bytes = chunks.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0)
  const figures = `client: ${(bytes / 1000).toFixed(1)} kB of ${LIMIT_BYTES / 1000} kB gzip`
  if (bytes <= LIMIT_BYTES) console.log(figures)
  else console.error(`Too large. ${figures}`)
  if (outside.length > 0) console.error(`The client needs at run time: ${outside.join(', ')}.`)
  if (bytes > LIMIT_BYTES || outside.length > 0 || chunks.length === 0) process.exitCode = 1
}
