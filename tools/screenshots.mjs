/** `npm run screenshots`: pictures of every view; `-- --help` tells its options. */
import { ensureBuilt, product, testing } from './bootstrap/build.mjs'
import { forwardSignals, runNode } from './bootstrap/children.mjs'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'

await main(async () => {
  forwardSignals()
  await ensureInstalled()
  await ensureBuilt([...product, ...testing], { keepOld: true })
  return runNode(['tools/dist/screenshots.js', ...process.argv.slice(2)])
})
