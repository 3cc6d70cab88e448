import type { Bar, Report } from '../report/index.js'
import { drawLines, escaped, type Chart } from './line-chart.js'

const style = `:root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem}
code{font-size:12px}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:4px 8px;border-bottom:1px solid #7d859033}td:nth-child(n+2){white-space:nowrap;text-align:right}
.missed{color:#cf222e;font-weight:600}.met{color:#1a7f37}svg{width:100%;height:auto;margin:8px 0}`

function row({ name, value, unit, limit, better, pass }: Bar): string {
  const bound = limit === null ? '' : `${better === 'lower' ? '≤' : '≥'} ${limit} ${unit}`
  const verdict = limit === null ? '' : `<span class="${pass ? 'met' : 'missed'}">${pass ? 'met' : 'missed'}</span>`
  const shown = Number.isFinite(value) ? `${value} ${unit}` : 'not measured'
  return `<tr><td>${escaped(name)}</td><td>${escaped(shown)}</td><td>${escaped(bound)}</td><td>${verdict}</td></tr>`
}

/** A run as one page that needs nothing else: where it comes from, its figures, bounded ones first, its remarks, and charts. */
export function htmlReport(
  title: string,
  { date, machine, command, bars, remarks }: Report,
  charts: readonly Chart[],
): string {
  const sorted = [...bars.filter(({ limit }) => limit !== null), ...bars.filter(({ limit }) => limit === null)]
  const missed = bars.filter(({ pass }) => !pass).length
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head>
<body><h1>${escaped(title)}</h1>
<p><code>${escaped(command)}</code><br>${escaped(date)}, ${escaped(machine)}</p>
<p>${missed === 0 ? 'Every bound is kept.' : `<span class="missed">${missed} missed.</span>`}</p>
<table><thead><tr><th>figure</th><th>value</th><th>bound</th><th></th></tr></thead><tbody>
${sorted.map(row).join('\n')}
</tbody></table>
${remarks.length === 0 ? '' : `<ul>${remarks.map((remark) => `<li>${escaped(remark)}</li>`).join('')}</ul>`}
${charts.map(drawLines).join('\n')}
</body></html>
`
}
