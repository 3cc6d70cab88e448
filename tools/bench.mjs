/** `npm run bench`: figures side by side; `-- --json FILE` keeps them. */
import { benchmarks, ensureBuilt, testing } from './bootstrap/build.mjs'
import { forwardSignals, runNode } from './bootstrap/children.mjs'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'

await main(async () => {
  forwardSignals()
  await ensureInstalled()
  await ensureBuilt([...testing, benchmarks], { keepOld: true })
  return runNode(['bench/dist/main.js', ...process.argv.slice(2)])
})
