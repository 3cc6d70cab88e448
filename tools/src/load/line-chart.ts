/** One line of a chart. */
export interface ChartLine {
  readonly name: string
  /** In order of time. */
  readonly points: readonly { readonly atMs: number; readonly value: number }[]
}

export interface Chart {
  readonly title: string
  readonly lines: readonly ChartLine[]
}

const WIDTH = 900
const HEIGHT = 240
const LEFT = 56
const RIGHT = 16
const TOP = 48
const BOTTOM = 28
const COLORS = ['#2f81f7', '#d29922', '#3fb950', '#a371f7', '#f85149', '#39c5cf']

/** Steps of 1, 2 or 5 times a power of ten, about `count` of them up to `most`. */
function niceStep(most: number, count: number): number {
  const rough = most / count
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10)
}

const steps = (most: number, step: number): number[] =>
  Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, index) => Number((index * step).toPrecision(6)))

/** Text of a document as the text of an element. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Lines over time as SVG, readable on light and dark pages; times are minutes since the first point. */
export function drawLines({ title, lines }: Chart): string {
  const points = lines.flatMap((line) => line.points)
  const startMs = Math.min(...points.map(({ atMs }) => atMs))
  const spanMs = Math.max(1, Math.max(...points.map(({ atMs }) => atMs)) - startMs)
  const most = Math.max(1e-3, ...points.map(({ value }) => value)) * 1.1
  const x = (atMs: number): string => (LEFT + ((atMs - startMs) / spanMs) * (WIDTH - LEFT - RIGHT)).toFixed(1)
  const y = (value: number): string => (HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM)).toFixed(1)
  const minutes = spanMs / 60_000
  const grid = steps(most, niceStep(most, 4)).flatMap((value) => [
    `<path class="grid" d="M${LEFT} ${y(value)}H${WIDTH - RIGHT}"/>`,
    `<text x="${LEFT - 8}" y="${y(value)}" dy="4" text-anchor="end">${value}</text>`,
  ])
  const times = steps(minutes, niceStep(minutes, 8)).map(
    (minute) =>
      `<text x="${x(startMs + minute * 60_000)}" y="${HEIGHT - 10}" text-anchor="middle">${minute} min</text>`,
  )
  const drawn = lines.map(
    (line, index) =>
      `<path fill="none" stroke="${COLORS[index % COLORS.length]}" stroke-width="1.5" d="${line.points.map(({ atMs, value }, i) => `${i === 0 ? 'M' : 'L'}${x(atMs)} ${y(value)}`).join('')}"/>`,
  )
  const legend = lines.flatMap(({ name }, index) => [
    `<path stroke="${COLORS[index % COLORS.length]}" stroke-width="3" d="M${LEFT + index * 130} 32h18"/>`,
    `<text x="${LEFT + index * 130 + 24}" y="36">${escaped(name)}</text>`,
  ])
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    '<style>text{font:11px system-ui,sans-serif;fill:#7d8590}.title{font-weight:600}.grid{stroke:#7d859033}</style>',
    `<text class="title" x="${LEFT}" y="16">${escaped(title)}</text>`,
    ...(points.length === 0 ? [] : [...grid, ...times, ...drawn]),
    ...legend,
    '</svg>',
    '',
  ].join('\n')
}

/** Several charts below each other, as one SVG. */
export function stacked(charts: readonly Chart[]): string {
  const inner = charts.map((chart, index) =>
    drawLines(chart).replace('<svg ', `<svg x="0" y="${index * HEIGHT}" width="${WIDTH}" height="${HEIGHT}" `),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT * charts.length}">\n${inner.join('')}</svg>\n`
}
