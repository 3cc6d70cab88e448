/** `npm run soak:dashboard`: a wall and a trading page for half an hour; bench/README.md says what it looks at. */
import { benchmarks, ensureBuilt, product, testing } from './bootstrap/build.mjs'
import { forwardSignals, runNode } from './bootstrap/children.mjs'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'

await main(async () => {
  forwardSignals()
  await ensureInstalled()
  await ensureBuilt([...product, ...testing, benchmarks], { keepOld: true })
  return runNode(['bench/dist/soak/main.js', ...process.argv.slice(2)])
})
