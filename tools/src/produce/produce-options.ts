import { parseArgs } from 'node:util'

/** What `npm run produce` is asked to do. */
export interface ProduceOptions {
  readonly brokers: readonly string[]
  readonly topics: { readonly ticks: string; readonly metrics: string }
  /** Ends by itself after this long; null = at the end of the recording, or never. */
  readonly seconds: number | null
  readonly feed: SimulatedOptions | RecordedOptions
}

export interface SimulatedOptions {
  readonly kind: 'simulated'
  readonly seed: number
  /** Ticks a second on average. */
  readonly rate: number
  /** Whether history comes first; `auto` = into a Kafka topic that is empty. */
  readonly backfill: 'auto' | 'yes' | 'no'
}

export interface RecordedOptions {
  readonly kind: 'recorded'
  /** Recordings by name; empty = the one to test with. */
  readonly names: readonly string[]
  /** Folder of the named recordings; null = RECORDINGS, else beside the clone. */
  readonly folder: string | null
  /** Times faster than recorded; 0 = as fast as Kafka takes them. */
  readonly speed: number
  readonly isLooping: boolean
  readonly isRetimed: boolean
}

export const usage = `npm run produce -- simulated|recorded [options]

Publishes into Kafka what the gateway's own sources show, until Ctrl-C.
  --brokers <host:port,…>  default KAFKA_BROKERS; topics are KAFKA_TOPIC_TICKS and KAFKA_TOPIC_METRICS
  --seconds <number>       ends after this long
simulated: a random market, and the metrics of this machine
  --rate <number>          ticks a second on average, default 1200
  --seed <number>          the same seed gives the same market, default 1
  --backfill auto|yes|no   history first; default auto: into an empty topic
recorded: trades and quotes as they were recorded
  --name <name,…>          default binance_20240808, or a generated recording where that is missing
  --folder <path>          where they are; default RECORDINGS, else ../shared/data
  --speed <number>|max     default 1
  --loop                   begins again at the end
  --no-retime              keeps the recorded event times; else the first is now`

/** A sentence for the person who typed the arguments; it repeats the option's name, not what was typed. */
export class BadArguments extends Error {}

/** Reads arguments and environment; throws BadArguments. Null when help is wanted. */
export function parseProduceOptions(args: readonly string[], env: NodeJS.ProcessEnv): ProduceOptions | null {
  const { values, positionals } = parsed(args)
  if (values.help === true) return null
  const [kind, ...more] = positionals
  if ((kind !== 'simulated' && kind !== 'recorded') || more.length > 0) {
    throw new BadArguments('Say what to produce: simulated or recorded.')
  }
  const brokers = list(values.brokers ?? env.KAFKA_BROKERS ?? '')
  if (brokers.length === 0) throw new BadArguments('Name the Kafka brokers with --brokers or KAFKA_BROKERS.')
  return {
    brokers,
    topics: { ticks: env.KAFKA_TOPIC_TICKS || 'ticks', metrics: env.KAFKA_TOPIC_METRICS || 'metrics' },
    seconds: values.seconds === undefined ? null : number('seconds', values.seconds, 0, 31_536_000),
    feed:
      kind === 'simulated'
        ? {
            kind,
            seed: whole('seed', values.seed ?? '1', 0, 4_294_967_295),
            rate: whole('rate', values.rate ?? '1200', 1, 100_000),
            backfill: backfillOf(values.backfill ?? 'auto'),
          }
        : {
            kind,
            names: list(values.name ?? ''),
            folder: values.folder || env.RECORDINGS || null,
            speed: speedOf(values.speed ?? '1'),
            isLooping: values.loop ?? false,
            isRetimed: values.retime ?? true,
          },
  }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      options: {
        ...{ brokers: text, seconds: text, rate: text, seed: text, backfill: text },
        ...{ name: text, folder: text, speed: text, loop: flag, retime: flag, help: flag },
      },
    })
  } catch (error) {
    throw new BadArguments(error instanceof Error ? error.message : 'The arguments cannot be read.')
  }
}

const list = (text: string) => text.split(',').filter((entry) => entry !== '')

function number(name: string, text: string, from: number, to: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!(value >= from && value <= to)) throw new BadArguments(`--${name} is a number from ${from} to ${to}.`)
  return value
}

function whole(name: string, text: string, from: number, to: number): number {
  const value = number(name, text, from, to)
  if (!Number.isInteger(value)) throw new BadArguments(`--${name} is a whole number from ${from} to ${to}.`)
  return value
}

/** As in the gateway's configuration, 0 and `max` mean the same. */
const speedOf = (text: string) => (text === 'max' ? 0 : number('speed', text, 0, 100_000))

function backfillOf(text: string): SimulatedOptions['backfill'] {
  if (text === 'auto' || text === 'yes' || text === 'no') return text
  throw new BadArguments('--backfill is auto, yes or no.')
}
