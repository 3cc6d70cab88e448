import { cpus, release, totalmem, type } from 'node:os'

/** One row of a report: a figure and, where one was promised, the bound it must keep. */
export interface Bar {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Null: reported only. */
  readonly limit: number | null
  readonly better: 'lower' | 'higher'
  readonly pass: boolean
}

export interface Report {
  readonly date: string
  readonly machine: string
  readonly command: string
  readonly bars: readonly Bar[]
}

export function bar(
  name: string,
  value: number,
  unit: string,
  better: Bar['better'],
  limit: number | null = null,
): Bar {
  const pass = limit === null || (better === 'lower' ? value <= limit : value >= limit)
  return { name, value: round(value), unit, limit, better, pass }
}

const round = (value: number): number => (Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3)))

/** The middle value; of an even number the mean of the two. Throws on an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const high = sorted[sorted.length >> 1]
  const low = sorted[(sorted.length - 1) >> 1]
  if (high === undefined || low === undefined) throw new Error('no values')
  return (high + low) / 2
}

export function machine(): string {
  const [first, ...others] = cpus()
  const gib = Math.round(totalmem() / 2 ** 30)
  return `${others.length + 1} × ${first?.model.trim() ?? 'unknown processor'}, ${gib} GiB, ${type()} ${release()}, Node ${process.version}`
}

/** The report as a Markdown table. */
export function table({ date, machine: host, command, bars }: Report): string {
  const rows = bars.map(({ name, value, unit, limit, better, pass }) => {
    const bound = limit === null ? '' : `${better === 'lower' ? '≤' : '≥'} ${limit}${pass ? '' : ' (missed)'}`
    return `| ${name} | ${value} ${unit} | ${bound} |`
  })
  return [`\`${command}\`, ${date}, ${host}`, '', '| figure | median | bound |', '|---|---|---|', ...rows, ''].join(
    '\n',
  )
}
