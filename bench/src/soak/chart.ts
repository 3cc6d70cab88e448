import type { Sample, SoakResult } from './run-soak.js'

const MIB = 2 ** 20
const WIDTH = 900
const HEIGHT = 340
const LEFT = 52
const RIGHT = 16
const TOP = 44
const BOTTOM = 40

interface Line {
  readonly name: string
  readonly color: string
  readonly points: readonly { readonly atMs: number; readonly mib: number }[]
}

/** Steps of 1, 2 or 5 times a power of ten, about `count` of them up to `most`. */
function niceStep(most: number, count: number): number {
  const rough = most / count
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10)
}

const steps = (most: number, step: number): number[] =>
  Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, index) => index * step)

function linesOf(samples: readonly Sample[]): Line[] {
  const line = (name: string, color: string, screen: Sample['screen'], bytesOf: (sample: Sample) => number): Line => ({
    ...{ name, color },
    points: samples
      .filter((sample) => sample.screen === screen)
      .map((sample) => ({ atMs: sample.atMs, mib: bytesOf(sample) / MIB })),
  })
  return [
    line('wall', '#2f81f7', 'wall', ({ heapBytes }) => heapBytes),
    line('trade', '#d29922', 'trade', ({ heapBytes }) => heapBytes),
    line('worker of the wall', '#3fb950', 'wall', ({ workerBytes }) => workerBytes),
    line('worker of trade', '#a371f7', 'trade', ({ workerBytes }) => workerBytes),
  ]
}

/** The memory of a soak over its time as SVG, readable on light and dark pages. */
export function drawChart({ samples, events, durationMs, warmMs }: SoakResult): string {
  const lines = linesOf(samples)
  const mostMib = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ mib }) => mib))) * 1.1
  const x = (atMs: number): string => (LEFT + (atMs / durationMs) * (WIDTH - LEFT - RIGHT)).toFixed(1)
  const y = (mib: number): string => (HEIGHT - BOTTOM - (mib / mostMib) * (HEIGHT - TOP - BOTTOM)).toFixed(1)
  const minutes = durationMs / 60_000
  const text = (at: string, content: string): string => `<text ${at}>${content}</text>`
  const horizontal = steps(mostMib, niceStep(mostMib, 5)).flatMap((mib) => [
    `<path class="grid" d="M${LEFT} ${y(mib)}H${WIDTH - RIGHT}"/>`,
    text(`x="${LEFT - 8}" y="${y(mib)}" dy="4" text-anchor="end"`, String(mib)),
  ])
  const times = steps(minutes, niceStep(minutes, 8)).map((minute) =>
    text(`x="${x(minute * 60_000)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle"`, String(minute)),
  )
  const marks = events.flatMap(({ atMs, event }) => [
    `<path class="mark" d="M${x(atMs)} ${TOP}V${HEIGHT - BOTTOM}"/>`,
    text(`x="${x(atMs)}" y="${TOP - 5}" text-anchor="middle"`, event),
  ])
  const drawn = lines.map(
    ({ color, points }) =>
      `<path fill="none" stroke="${color}" stroke-width="1.5" d="${points.map(({ atMs, mib }, index) => `${index === 0 ? 'M' : 'L'}${x(atMs)} ${y(mib)}`).join('')}"/>`,
  )
  const legend = lines.flatMap(({ name, color }, index) => {
    const left = LEFT + index * 170
    return [
      `<path stroke="${color}" stroke-width="3" d="M${left} 14h18"/>`,
      text(`x="${left + 24}" y="18"`, `${name}, MiB`),
    ]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Heap after full collections over ${minutes} minutes">`,
    '<style>text{font:11px system-ui,sans-serif;fill:#7d8590}.grid{stroke:#7d859033}.mark{stroke:#7d8590;stroke-dasharray:3 3}</style>',
    `<rect x="${x(warmMs)}" y="${TOP}" width="${(Number(x(durationMs)) - Number(x(warmMs))).toFixed(1)}" height="${HEIGHT - TOP - BOTTOM}" fill="#7d85900f"/>`,
    ...horizontal,
    ...times,
    text(`x="${WIDTH - RIGHT}" y="${HEIGHT - 6}" text-anchor="end"`, 'minutes; the shaded part is judged'),
    ...marks,
    ...drawn,
    ...legend,
    '</svg>',
    '',
  ].join('\n')
}
