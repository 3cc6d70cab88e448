/** A whole number from the environment of the run, e.g. `-e CONNECTIONS=500`; throws when it is not one in range. */
export function wholeNumber(name: string, fallback: number, least = 1): number {
  const text = __ENV[name]
  const value = text === undefined || text === '' ? fallback : Number(text)
  if (!Number.isInteger(value) || value < least) throw new Error(`${name} must be a whole number of at least ${least}`)
  return value
}

/** The server under test: an http or https address without a path. */
export const baseUrl = (__ENV.URL ?? 'http://127.0.0.1:8080').replace(/\/+$/, '')
export const socketUrl = `${baseUrl.replace(/^http/, 'ws')}/ws`

/** A token for servers that ask for one. */
export const token = __ENV.TOKEN === '' ? undefined : __ENV.TOKEN
export const credentials = { headers: token === undefined ? {} : { Authorization: `Bearer ${token}` } }

/** Names of the servers that must each have served, e.g. `gateway-1,gateway-2`. */
export const servers = (__ENV.SERVERS ?? '').split(',').filter((name) => name !== '')

/** What every scenario can be told. */
export interface CrowdSize {
  readonly connections: number
  /** Topics of each. */
  readonly topics: number
  readonly maxHz: number
  /** How long it lasts once all are open. */
  readonly seconds: number
  /** Connections open over this long, so that a run does not begin with a storm of handshakes. */
  readonly rampMs: number
  /** JavaScript engines of k6; each has an equal share of the connections and one source address. */
  readonly vus: number
  /** Number of the first client: load machines that add up have clients of their own. */
  readonly firstClient: number
}

/** CONNECTIONS, TOPICS, MAX_HZ, SECONDS, RAMP_MS, VUS and FIRST_CLIENT; what is absent is as the scenario has it. */
export function crowdSize(defaults: { connections: number; seconds: number; rampMs?: number }): CrowdSize {
  const connections = wholeNumber('CONNECTIONS', defaults.connections)
  return {
    connections,
    topics: wholeNumber('TOPICS', 20),
    maxHz: wholeNumber('MAX_HZ', 2),
    seconds: wholeNumber('SECONDS', defaults.seconds, 5),
    // 250 handshakes a second leave a machine that runs everything time for its frames: k6 needs milliseconds for each.
    rampMs: wholeNumber('RAMP_MS', defaults.rampMs ?? Math.max(2000, connections * 4), 0),
    // A multiple of the source networks, so that each has as many. Each holds machinery of its own, and two cores run no more of them at a time.
    vus: Math.min(wholeNumber('VUS', 16), connections),
    firstClient: wholeNumber('FIRST_CLIENT', 0, 0),
  }
}
