/**
 * The import directions of ARCHITECTURE.md as a table: which of our folders the files of a folder may import.
 * @typedef {{ folder: string, packages: readonly string[], layers?: readonly string[], mayImport?: readonly string[] }} Layer
 */

const packages = ['protocol', 'client', 'backend', 'dashboard', 'loadtest', 'bench', 'chaos', 'tools']

/** @param {string} root @param {readonly string[]} allowedPackages @param {Record<string, readonly string[]>} layers @returns {Layer[]} */
const layered = (root, allowedPackages, layers) =>
  Object.entries(layers).map(([name, lower]) => ({
    folder: `${root}/${name}`,
    packages: allowedPackages,
    layers: Object.keys(layers),
    mayImport: [name, ...lower],
  }))

const low = ['config', 'observe']
const shown = ['link', 'market', 'composables']

/** @type {readonly Layer[]} */
export const layers = [
  { folder: 'protocol', packages: [] },
  { folder: 'client', packages: ['protocol'] },
  { folder: 'loadtest', packages: ['protocol'] },
  { folder: 'chaos/src', packages: ['protocol', 'client', 'backend', 'bench', 'tools'] },
  { folder: 'backend/src', packages: ['protocol'] },
  ...layered('backend/src', ['protocol'], {
    config: [],
    observe: ['config'],
    ingest: low,
    market: [...low, 'ingest'],
    lanes: [...low, 'ingest', 'market'],
    guard: [...low, 'ingest', 'market', 'lanes'],
    sys: [...low, 'ingest', 'market', 'lanes', 'guard'],
    session: [...low, 'ingest', 'market', 'lanes', 'guard'],
    stream: [...low, 'ingest', 'market', 'lanes', 'guard', 'session'],
    gateway: [...low, 'ingest', 'market', 'lanes', 'guard', 'sys', 'session', 'stream'],
  }),
  { folder: 'dashboard/src', packages: ['protocol', 'client'] },
  ...layered('dashboard/src', ['protocol', 'client'], {
    link: [],
    market: ['link'],
    composables: ['link', 'market'],
    charts: shown,
    views: [...shown, 'charts'],
    boards: [...shown, 'charts', 'views'],
    wall: [...shown, 'charts', 'boards'],
  }),
]

/** @param {Layer} layer @returns {{ regex: string, message: string }[]} */
function patterns({ folder, packages: allowed, layers: siblings = [], mayImport = [] }) {
  const refused = packages.filter((name) => !allowed.includes(name) && name !== folder.split('/')[0])
  const outside = {
    regex: `^(@tickwall|(\\.\\./)+)/?(${refused.join('|')})(/|$)`,
    message: `${folder} may import ${allowed.length > 0 ? allowed.join(', ') : 'nothing of ours'} (ARCHITECTURE.md).`,
  }
  const above = siblings.filter((name) => !mayImport.includes(name))
  if (above.length === 0) return [outside]
  return [
    outside,
    {
      regex: `^(\\.\\./)+(${above.join('|')})/`,
      message: `${folder} may import only ${mayImport.join(', ')} (ARCHITECTURE.md).`,
    },
  ]
}

/** Flat ESLint configurations, one a folder, in which an import against the direction is an error; tests are free. */
export const importDirections = layers.map((layer) => ({
  files: [`${layer.folder}/**/*.{ts,vue}`],
  ignores: ['**/*.test.ts', '**/test/**', '**/testing/**'],
  rules: { 'no-restricted-imports': ['error', { patterns: patterns(layer) }] },
}))
