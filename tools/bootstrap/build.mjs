import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from './children.mjs'
import { livingOwner, withLock } from './lock.mjs'
import { Refusal, root, stateDir } from './repository.mjs'
import { stampOf } from './stamp.mjs'

/**
 * One thing that is built as a whole.
 * @typedef {{ name: string, sources: readonly string[], output: string, build: (isForced: boolean) => Promise<number> }} Part
 */

const binaries = join(root, 'node_modules')
/** @param {readonly string[]} projects @param {boolean} isForced */
const compile = (projects, isForced) =>
  runNode([join(binaries, 'typescript/bin/tsc'), '-b', ...(isForced ? ['--force'] : []), ...projects])

/** @param {string} name @param {readonly string[]} uses @param {string} output @returns {Part} */
const compiled = (name, uses, output) => ({
  name,
  sources: [...uses, name],
  output,
  build: (isForced) => compile([name], isForced),
})

/** @type {Part} */
const dashboard = {
  name: 'dashboard',
  sources: ['protocol', 'client', 'dashboard'],
  output: 'dashboard/dist/index.html',
  build: async (isForced) => {
    const cwd = join(root, 'dashboard')
    const checked = await runNode([join(binaries, 'vue-tsc/bin/vue-tsc.js'), '-b', ...(isForced ? ['--force'] : [])], {
      cwd,
    })
    return checked === 0
      ? runNode([join(binaries, 'vite/bin/vite.js'), 'build', '--logLevel', 'warn'], { cwd })
      : checked
  },
}

const protocol = compiled('protocol', [], 'protocol/dist/index.js')
const backend = compiled('backend', ['protocol'], 'backend/dist/main.js')

/** What `npm start` needs, in the order in which it is built. */
export const product = [protocol, compiled('client', ['protocol'], 'client/dist/index.js'), backend, dashboard]

/** What provisioning, the native stack and the tests need on top. */
export const testing = [protocol, backend, compiled('tools', ['protocol', 'backend'], 'tools/dist/index.js')]

export const benchmarks = compiled('bench', ['protocol', 'backend', 'tools'], 'bench/dist/main.js')

export const chaos = compiled('chaos', ['protocol', 'client', 'backend', 'bench', 'tools'], 'chaos/dist/main.js')

const buildDir = join(stateDir, 'build')
const runningDir = join(stateDir, 'running')

/** @param {Part} part */
const stampFile = (part) => join(buildDir, `${part.name}.stamp`)

/** @param {Part} part */
function currentStamp(part) {
  const folders = part.sources.map((source) => join(root, source))
  return stampOf(folders, [join(root, 'package-lock.json'), join(root, 'tsconfig.base.json')])
}

/** @param {Part} part */
function isStale(part) {
  if (!existsSync(join(root, part.output)) || !existsSync(stampFile(part))) return true
  return readFileSync(stampFile(part), 'utf8') !== currentStamp(part)
}

/** The pids of living processes that run from this clone's build; marks of dead ones are swept. */
export function runningFromBuild() {
  if (!existsSync(runningDir)) return []
  return readdirSync(runningDir).flatMap((name) => {
    const file = join(runningDir, name)
    const pid = livingOwner(file)
    if (pid === null) rmSync(file, { force: true })
    return pid === null || pid === process.pid ? [] : [pid]
  })
}

function markAsRunning() {
  mkdirSync(runningDir, { recursive: true })
  const file = join(runningDir, String(process.pid))
  writeFileSync(file, String(process.pid))
  process.once('exit', () => rmSync(file, { force: true }))
}

/** @param {Part} part */
async function build(part) {
  const isForced = !existsSync(join(root, part.output))
  // Taken before the build: a file saved meanwhile makes the next run build again.
  const stamp = currentStamp(part)
  rmSync(stampFile(part), { force: true })
  const code = await part.build(isForced)
  if (code !== 0) throw new Refusal(`building ${part.name} failed with code ${code}; see the messages above.`)
  mkdirSync(buildDir, { recursive: true })
  writeFileSync(stampFile(part), stamp)
}

/**
 * Brings the parts up to date, in place, under the clone's lock, and marks this process as running from them. Files under a running
 * gateway are never replaced: then the present build is kept with a word about it (`keepOld`), or a Refusal is thrown.
 * @param {readonly Part[]} parts
 * @param {{ keepOld?: boolean }} [options]
 */
export async function ensureBuilt(parts, { keepOld = false } = {}) {
  await withLock(
    join(stateDir, 'build.lock'),
    async () => {
      const stale = [...new Set(parts)].filter(isStale)
      const [busy] = runningFromBuild()
      if (stale.length > 0 && busy !== undefined) {
        const names = stale.map((part) => part.name).join(', ')
        const isUsable = parts.every((part) => existsSync(join(root, part.output)))
        if (!keepOld || !isUsable)
          throw new Refusal(`${names} must be built, but process ${busy} runs from this clone's build; end it first.`)
        console.warn(`Sources of ${names} have changed; process ${busy} runs from the present build, so it is kept.`)
      } else {
        for (const part of stale) {
          console.log(`Building ${part.name} …`)
          await build(part)
        }
      }
      markAsRunning()
    },
    (owner) => console.log(`Waiting for the build of process ${owner} …`),
  )
}
