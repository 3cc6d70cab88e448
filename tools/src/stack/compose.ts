import { parse } from 'yaml'

/** What the native stack needs to know of a service of docker-compose.yml. */
export interface ComposeService {
  readonly name: string
  /** As words; empty when the image's own is used. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly ports: readonly PublishedPort[]
  /** How many of it run; 1 where the file says nothing. */
  readonly replicas: number
  /** Names of the services it waits for. */
  readonly dependsOn: readonly string[]
}

export interface PublishedPort {
  /** `0.0.0.0` when the file names none. */
  readonly host: string
  readonly published: number
  readonly target: number
}

/**
 * The services of a compose file, by name, in the file's order; with merge keys resolved and `$$` unescaped. Throws on what it does not
 * understand, variables to interpolate among it: half of a service is not the same service. Services of a profile are left out, as
 * Compose leaves them out where it is not asked for it.
 */
export function readCompose(text: string): ReadonlyMap<string, ComposeService> {
  const file = record(parse(text, { merge: true }), 'the file')
  const services = Object.entries(record(file.services, 'services')).filter(
    ([name, value]) => record(value, name).profiles === undefined,
  )
  return new Map(services.map(([name, value]) => [name, service(name, record(value, name))]))
}

function service(name: string, raw: Readonly<Record<string, unknown>>): ComposeService {
  const environment = Object.entries(record(raw.environment ?? {}, `environment of ${name}`))
  return {
    name,
    command: list(raw.command ?? [], `command of ${name}`).map((word) => unescaped(text(word, `command of ${name}`))),
    environment: Object.fromEntries(
      environment.map(([key, value]) => [key, unescaped(text(value, `${key} of ${name}`))]),
    ),
    ports: list(raw.ports ?? [], `ports of ${name}`).map((port) => publishedPort(text(port, `ports of ${name}`))),
    replicas: whole(record(raw.deploy ?? {}, `deploy of ${name}`).replicas ?? 1, `replicas of ${name}`),
    dependsOn: Object.keys(record(raw.depends_on ?? {}, `depends_on of ${name}`)),
  }
}

function publishedPort(spelled: string): PublishedPort {
  const [, host, published, target] = /^(?:([\d.]+):)?(\d+):(\d+)$/.exec(spelled) ?? []
  if (published === undefined || target === undefined)
    throw new Error(`docker-compose.yml: port ${spelled} is not host:container`)
  return { host: host ?? '0.0.0.0', published: Number(published), target: Number(target) }
}

/** Compose writes a dollar sign twice, because a single one names a variable. */
function unescaped(value: string): string {
  if (/(?<!\$)(\$\$)*\$(?!\$)/.test(value)) throw new Error('docker-compose.yml: variables are not interpolated here')
  return value.replaceAll('$$', '$')
}

function record(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`docker-compose.yml: ${where} is not a mapping`)
  return value as Readonly<Record<string, unknown>>
}

function list(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`docker-compose.yml: ${where} is not a list`)
  return value
}

function whole(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw new Error(`docker-compose.yml: ${where} is not a whole number`)
  return value
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new Error(`docker-compose.yml: ${where} is not a string; quote it`)
  return value
}
