/** `npm run load`: a k6 scenario; `-- --help` tells its options. */
import { ensureBuilt, product, testing } from './bootstrap/build.mjs'
import { forwardSignals, runNode } from './bootstrap/children.mjs'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'

await main(async () => {
  forwardSignals()
  await ensureInstalled()
  await ensureBuilt([...product, ...testing], { keepOld: true })
  return runNode(['tools/dist/load/main.js', ...process.argv.slice(2)])
})
