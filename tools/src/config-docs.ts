import type { VariableRow } from '@tickwall/backend/config/variables.js'

function groups(rows: readonly VariableRow[]): [VariableRow['group'], VariableRow[]][] {
  const found = new Map<VariableRow['group'], VariableRow[]>()
  for (const row of rows) {
    const members = found.get(row.group)
    if (members === undefined) found.set(row.group, [row])
    else members.push(row)
  }
  return [...found]
}

/** A pipe would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|')

/** `docs/configuration.md`: one table a group. */
export function configurationPage(rows: readonly VariableRow[]): string {
  const tables = groups(rows).map(([group, members]) =>
    [
      `## ${group}`,
      '',
      '| variable | what it decides | accepts | default | at the limit |',
      '| --- | --- | --- | --- | --- |',
      ...members.map(
        ({ name, description, accepts, shownDefault, atLimit }) =>
          `| \`${name}\` | ${[description, accepts, shownDefault, atLimit ?? ''].map(cell).join(' | ')} |`,
      ),
    ].join('\n'),
  )
  return `${[
    '# Configuration',
    'The gateway is configured by environment variables alone. They are checked once, at the start: every bad one is named at once, and\nthe gateway does not start. An empty value counts as none. `npm start` also reads a file `.env`; `.env.example` lists all defaults.',
    '<!-- Generated from backend/src/config/environment.ts by `node tools/dist/check-config-docs.js --write`. -->',
    ...tables,
  ].join('\n\n')}\n`
}

/** `.env.example`: every variable, commented out, with its default. */
export function environmentExample(rows: readonly VariableRow[]): string {
  const blocks = groups(rows).map(([group, members]) =>
    [
      `# --- ${group} ---`,
      ...members.flatMap(({ name, description, accepts, default: fixed, shownDefault }) => [
        `# ${description} Accepts: ${accepts}.${fixed === null ? ` Default: ${shownDefault}.` : ''}`.replaceAll(
          '`',
          '',
        ),
        `#${name}=${fixed ?? ''}`,
      ]),
    ].join('\n'),
  )
  return `${['# Copy to .env and take away the # of what you change.', ...blocks].join('\n\n')}\n`
}
