import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const usage = `npm run load -- <scenario> [options]      one of loadtest/scenarios, e.g. smoke, ramp, steady
npm run load -- coordinate <scenario> --machines N --url <address> [options]
npm run load -- <scenario> --join <coordinator's address>
npm run load -- compare EARLIER.json LATER.json

Without --url it starts Kafka, two gateways, Nginx and a producer on this machine, and ends them afterwards.
  --connections N --topics N --max-hz N --seconds N
                        how large and how long; each scenario has defaults of its own
  --set NAME=VALUE      any other parameter of the scenario, e.g. --set STEP=500; may be repeated
  --token TOKEN         for a server that asks for one
  --json FILE           the figures with their limits, as npm run bench writes them
  --html FILE           the same as one page, with charts of the processes
  --web-dashboard FILE  k6's own dashboard of the run, as one page
  --chart FILE.svg      the processes of the stack over time
  --summary FILE        k6's summary as JSON
  --compare EARLIER.json
                        tells what got worse since, and fails if something did
  --machines N          of coordinate, which needs --connections as well: how many load machines share the clients
  --host ADDRESS --port N
                        of coordinate: where they ask, default 127.0.0.1 7070; 0.0.0.0 for other machines
  --join ADDRESS        takes a share of the clients of a coordinator, and its parameters`

/** What `npm run load` is asked to do. */
export type LoadCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; readonly scenario: string; readonly options: RunOptions }
  | {
      readonly kind: 'coordinate'
      readonly scenario: string
      readonly machines: number
      readonly connections: number
      readonly host: string
      readonly port: number
      readonly options: RunOptions
    }
  | { readonly kind: 'compare'; readonly earlier: string; readonly later: string }

export interface RunOptions {
  /** The server under test; null: a stack of its own. */
  readonly url: string | null
  /** What the scenario reads of its environment. */
  readonly parameters: Readonly<Record<string, string>>
  readonly join: string | null
  readonly summary: string | null
  readonly json: string | null
  readonly html: string | null
  readonly webDashboard: string | null
  readonly chart: string | null
  readonly compare: string | null
}

/** A sentence for the person who typed the arguments. */
export class BadLoadArguments extends Error {}

/** Reads the arguments; throws BadLoadArguments. */
export function parseLoadCommand(args: readonly string[]): LoadCommand {
  const { values, positionals } = parsed(args)
  const [first, ...others] = positionals
  if (values.help === true || first === undefined) return { kind: 'help' }
  if (first === 'compare') {
    const [earlier, later] = others
    if (earlier === undefined || later === undefined) throw new BadLoadArguments('compare needs two files.')
    return { kind: 'compare', earlier: resolve(earlier), later: resolve(later) }
  }
  const options = runOptions(values)
  if (first !== 'coordinate') {
    if (others.length > 0) throw new BadLoadArguments('Name one scenario.')
    return { kind: 'run', scenario: first, options }
  }
  const [scenario] = others
  if (scenario === undefined || options.url === null) {
    throw new BadLoadArguments('coordinate needs a scenario and the --url that all load machines reach.')
  }
  return {
    ...{ kind: 'coordinate', scenario, options },
    machines: whole('machines', values.machines ?? '2', 1, 1000),
    connections: whole('connections', values.connections ?? '', 1, 10_000_000),
    host: values.host ?? '127.0.0.1',
    port: whole('port', values.port ?? '7070', 0, 65_535),
  }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ url: text, connections: text, topics: text, 'max-hz': text, seconds: text, token: text },
        ...{ summary: text, json: text, html: text, 'web-dashboard': text, chart: text, compare: text },
        ...{ join: text, machines: text, host: text, port: text, help: { type: 'boolean' } as const },
        set: { type: 'string', multiple: true },
      },
    })
  } catch (error) {
    throw new BadLoadArguments(error instanceof Error ? error.message : 'The arguments cannot be read.')
  }
}

function runOptions(values: ReturnType<typeof parsed>['values']): RunOptions {
  const file = (path: string | undefined): string | null => (path === undefined ? null : resolve(path))
  const set = (values.set ?? []).map((text): [string, string] => {
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(text) ?? []
    if (name === undefined || value === undefined) throw new BadLoadArguments('--set takes NAME=VALUE.')
    return [name, value]
  })
  const given = {
    CONNECTIONS: values.connections,
    TOPICS: values.topics,
    MAX_HZ: values['max-hz'],
    SECONDS: values.seconds,
  }
  for (const [name, value] of Object.entries(given)) if (value !== undefined) whole(name, value, 1, 10_000_000)
  return {
    url: values.url ?? null,
    parameters: Object.fromEntries(
      [...Object.entries({ ...given, TOKEN: values.token }), ...set].filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
    join: values.join ?? null,
    summary: file(values.summary),
    json: file(values.json),
    html: file(values.html),
    webDashboard: file(values['web-dashboard']),
    chart: file(values.chart),
    compare: file(values.compare),
  }
}

function whole(name: string, text: string, from: number, to: number): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < from || value > to) {
    throw new BadLoadArguments(`${name} is a whole number from ${from} to ${to}.`)
  }
  return value
}
