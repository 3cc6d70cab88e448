import type { Bar, Report } from './report.js'

function row({ name, value, unit, limit, better, pass }: Bar): string {
  const bound = limit === null ? '' : `${better === 'lower' ? '≤' : '≥'} ${limit}${unit === '' ? '' : ` ${unit}`}`
  const verdict = limit === null ? '' : pass ? 'met' : '**missed**'
  return `| ${name} | ${value}${unit === '' ? '' : ` ${unit}`} | ${bound} | ${verdict} |`
}

/** The report as Markdown: where it comes from, a table with a row a bar, and what is to be said besides. */
export function markdown({ date, machine, command, runs, bars, remarks }: Report): string {
  return [
    `\`${command}\`, ${date}, ${machine}; medians of ${runs} ${runs === 1 ? 'run' : 'runs'}`,
    '',
    '| figure | value | bound | |',
    '|---|---|---|---|',
    ...bars.map(row),
    '',
    ...remarks.flatMap((remark) => [`- ${remark}`]),
    ...(remarks.length > 0 ? [''] : []),
  ].join('\n')
}
