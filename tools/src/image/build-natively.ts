import { cpSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, posix, relative } from 'node:path'
import { runOrThrow } from '../provision/run-to-end.js'
import { dockerIgnore } from './docker-ignore.js'
import { parseDockerfile, type Stage } from './parse-dockerfile.js'

/** The last stage of a Dockerfile as a folder of this machine. */
export interface NativeImage {
  /** Where the image's working directory is. */
  readonly dir: string
  readonly env: Readonly<Record<string, string>>
  readonly user: string
  readonly command: readonly string[]
  readonly healthcheck: readonly string[]
}

interface Built {
  readonly root: string
  workdir: string
}

/** What a build inside a container would not see: who started this process, and how. */
const foreign = /^(npm_(lifecycle|package|command|execpath|node)|NODE_ENV|NODE_OPTIONS|VITEST|INIT_CWD|CI$)/

const buildEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))

/**
 * Carries out a Dockerfile's COPY and RUN steps with this machine's programs, each stage in a folder of its own below `root`. Shows that the
 * steps fit the sources; not that the base images have what they need. Rejects with a step's last words when it fails.
 */
export async function buildNatively(context: string, root: string): Promise<NativeImage> {
  const stages = parseDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'))
  const isIgnored = dockerIgnore(readFileSync(join(context, '.dockerignore'), 'utf8'))
  const built = new Map<string, Built>()
  let image: NativeImage | null = null
  for (const stage of stages) image = await buildStage(stage, { context, isIgnored, root, built })
  if (image === null) throw new Error('Dockerfile: no stage')
  return image
}

interface Surroundings {
  readonly context: string
  readonly isIgnored: (path: string) => boolean
  readonly root: string
  readonly built: Map<string, Built>
}

async function buildStage(stage: Stage, { context, isIgnored, root, built }: Surroundings): Promise<NativeImage> {
  const self: Built = { root: join(root, stage.name), workdir: '/' }
  built.set(stage.name, self)
  const env: Record<string, string> = {}
  let user = 'root'
  let command: readonly string[] = []
  let healthcheck: readonly string[] = []
  const inside = (path: string): string => join(self.root, posix.resolve(self.workdir, path))

  for (const step of stage.steps) {
    switch (step.step) {
      case 'workdir':
        self.workdir = posix.resolve(self.workdir, step.path)
        mkdirSync(inside('.'), { recursive: true })
        break
      case 'env':
        env[step.name] = step.value
        break
      case 'copy': {
        const from = step.from === null ? null : built.get(step.from)
        if (from === undefined) throw new Error(`Dockerfile: COPY from an unknown stage ${step.from ?? ''}`)
        for (const source of step.sources) {
          const path = from === null ? join(context, source) : join(from.root, source)
          const isFolder = statSync(path).isDirectory()
          const target =
            isFolder || !/(^|\/)\.?$/.test(step.target) ? step.target : posix.join(step.target, basename(source))
          cpSync(path, inside(target), {
            recursive: true,
            verbatimSymlinks: true,
            filter: (each) => from !== null || !isIgnored(relative(context, each)),
          })
        }
        break
      }
      case 'run':
        await runOrThrow('sh', ['-ec', step.command], { cwd: inside('.'), env: { ...buildEnv(), ...env } })
        break
      case 'user':
        user = step.user
        break
      case 'healthcheck':
        healthcheck = step.command
        break
      case 'cmd':
        command = step.command
        break
      case 'expose':
        break
    }
  }
  return { dir: inside('.'), env, user, command, healthcheck }
}
