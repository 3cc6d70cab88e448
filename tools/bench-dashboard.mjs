/** `npm run bench:dashboard`: what the built dashboard costs a browser; bench/README.md says how to read it. */
import { benchmarks, ensureBuilt, product, testing } from './bootstrap/build.mjs'
import { forwardSignals, runNode } from './bootstrap/children.mjs'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'

await main(async () => {
  forwardSignals()
  await ensureInstalled()
  await ensureBuilt([...product, ...testing, benchmarks], { keepOld: true })
  return runNode(['bench/dist/dashboard/main.js', ...process.argv.slice(2)])
})
