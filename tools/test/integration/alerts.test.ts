import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { allMetrics } from '@tickwall/backend/gateway/metrics.js'
import { locate, promtool, repositoryRoot } from '@tickwall/tools'

interface Rule {
  readonly record?: string
  readonly alert?: string
  readonly expr: string
  readonly annotations?: { readonly runbook: string }
}
interface RuleTest {
  readonly alert_rule_test?: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[]
}
interface Panel {
  readonly id: number
  readonly targets?: readonly { readonly expr: string }[]
}

const folder = join(repositoryRoot, 'deploy/prometheus')
const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8').replaceAll('\r\n', '\n')
const rules = (parse(read('deploy/prometheus/rules.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
)
const alerts = rules.filter(({ alert }) => alert !== undefined)
const panels = (JSON.parse(read('deploy/grafana/dashboards/tickwall.json')) as { panels: Panel[] }).panels

/** Names of ours, and of recorded rules, in an expression. */
const namesIn = (expr: string): string[] => expr.match(/\btickwall[_:][a-z0-9_:]+/g) ?? []

let program: string
beforeAll(async () => {
  program = await locate(promtool)
})

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

describe('the alerts', () => {
  it('are good rules to promtool, and so is the configuration of Prometheus', () => {
    const rulesChecked = run('check', 'rules', 'rules.yml')
    expect(rulesChecked.output).toMatch(new RegExp(`SUCCESS: ${String(rules.length)} rules found`))
    expect(rulesChecked.status).toBe(0)
    expect(run('check', 'config', 'prometheus.yml')).toMatchObject({ status: 0 })
  })

  it('fire when they should, and not before', () => {
    expect(run('test', 'rules', 'rules.test.yml')).toMatchObject({ status: 0 })
  })

  it('are each shown to fire and shown to be silent', () => {
    const { tests } = parse(read('deploy/prometheus/rules.test.yml')) as { tests: RuleTest[] }
    const shown = tests.flatMap((each) => each.alert_rule_test ?? [])
    const names = (fires: boolean): Set<string> =>
      new Set(shown.filter(({ exp_alerts: fired = [] }) => fired.length > 0 === fires).map((each) => each.alertname))
    const all = alerts.map(({ alert = '' }) => alert).sort()
    expect([...names(true)].sort()).toEqual(all)
    expect([...names(false)].sort()).toEqual(all)
  })

  it('name a chapter of the operations page each, and no chapter is without an alert', () => {
    const page = read('docs/operations.md')
    const incidents = page.slice(page.indexOf('\n## Incidents'), page.indexOf('\n## Troubleshooting'))
    const chapters = [...incidents.matchAll(/^### (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z ]/g, '')
        .replaceAll(' ', '-'),
    )
    const named = alerts.map(({ annotations }) => annotations?.runbook ?? '')
    expect([...new Set(named)].sort()).toEqual(chapters.map((anchor) => `docs/operations.md#${anchor}`).sort())
    for (const { alert = '' } of alerts) expect(incidents).toContain(`\`${alert}\``)
  })
})

describe('metrics that are named', () => {
  const metrics = allMetrics()
  const isKnown = (name: string): boolean => {
    if (rules.some(({ record }) => record === name)) return true
    const base = name.replace(/_(bucket|sum|count)$/, '')
    return metrics.has(name) || metrics.get(base)?.type === 'histogram'
  }

  it('by rules exist', () => {
    expect(rules.flatMap(({ expr }) => namesIn(expr)).filter((name) => !isKnown(name))).toEqual([])
  })

  it('by the Grafana dashboard exist', () => {
    const named = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => namesIn(expr)))
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((name) => !isKnown(name))).toEqual([])
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  })

  it('by the operations page exist', () => {
    const named = read('docs/operations.md').match(/\btickwall[_:][a-z0-9_:]+/g) ?? []
    expect(named.filter((name) => !isKnown(name))).toEqual([])
  })
})
