/** `npm run test:fuzz`: seeded histories, held against the fold of the log; `-- --help` tells its options. */
import { join } from 'node:path'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'
import { root } from './bootstrap/repository.mjs'

await main(async () => {
  await ensureInstalled()
  // The sources are run as they are, so that a stale build is never judged.
  const { runnerImport } = await import('vite')
  const { module } = await runnerImport(join(root, 'backend/test/fuzz/command.ts'), {
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@tickwall/protocol': join(root, 'protocol/src/index.ts') } },
  })
  return module.fuzz(process.argv.slice(2), console.log)
})
