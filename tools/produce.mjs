/** `npm run produce`: a simulated or recorded market into Kafka, until Ctrl-C; `-- --help` tells its options. */
import { ensureBuilt, testing } from './bootstrap/build.mjs'
import { forwardSignals, runNode } from './bootstrap/children.mjs'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'

await main(async () => {
  forwardSignals()
  await ensureInstalled()
  await ensureBuilt(testing, { keepOld: true })
  return runNode(['tools/dist/produce.js', ...process.argv.slice(2)])
})
