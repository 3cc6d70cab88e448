/** `npm run verify`: the one gate. Runs every check even after one has failed, the tests last, and names those that failed. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { forwardSignals, runNode } from './bootstrap/children.mjs'
import { main } from './bootstrap/main.mjs'
import { root } from './bootstrap/repository.mjs'
import { prepareTests, runSuite } from './bootstrap/suite.mjs'

/** @param {string} path below node_modules @param {readonly string[]} args */
const tool = (path, args) => runNode([join(root, 'node_modules', path), ...args])

/** The checks of documents and generated files: every tools/src/check-*.ts, compiled. */
const ownChecks = () =>
  readdirSync(join(root, 'tools/dist'))
    .filter((name) => /^check-.*\.js$/.test(name))
    .map((name) => ({ name: name.replace(/\.js$/, ''), run: () => runNode([join('tools/dist', name)]) }))

await main(async () => {
  forwardSignals()
  await prepareTests()
  const checks = [
    { name: 'format', run: () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']) },
    { name: 'lint', run: () => tool('eslint/bin/eslint.js', ['.', '--max-warnings=0']) },
    { name: 'types', run: () => tool('typescript/bin/tsc', ['-b']) },
    { name: 'types of the scripts', run: () => tool('typescript/bin/tsc', ['-p', 'tools/tsconfig.bootstrap.json']) },
    { name: 'types of the tests', run: () => tool('typescript/bin/tsc', ['-p', 'tools/tsconfig.tests.json']) },
    {
      name: 'types of the dashboard',
      run: () => tool('vue-tsc/bin/vue-tsc.js', ['--noEmit', '-p', 'dashboard/tsconfig.test.json']),
    },
    ...ownChecks(),
    { name: 'tests', run: () => runSuite([]) },
  ]
  /** @type {string[]} */
  const failed = []
  for (const { name, run } of checks) {
    console.log(`\n── ${name}`)
    if ((await run()) !== 0) failed.push(name)
  }
  console.log(failed.length === 0 ? '\nEvery check passed.' : `\nFailed: ${failed.join(', ')}.`)
  return failed.length === 0 ? 0 : 1
})
