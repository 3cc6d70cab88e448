/** `npm run chaos`: breaks a whole stack by seed; docs/chaos.md tells what it does, `-- --help` its options. */
import { chaos, ensureBuilt, product, testing } from './bootstrap/build.mjs'
import { forwardSignals, runNode } from './bootstrap/children.mjs'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'

await main(async () => {
  forwardSignals()
  await ensureInstalled()
  await ensureBuilt([...product, ...testing, chaos], { keepOld: true })
  return runNode(['chaos/dist/main.js', ...process.argv.slice(2)])
})
