/** The built files of the dashboard by their path below its folder, e.g. `assets/index-1a2b.js`. */
export type BundleFiles = ReadonlyMap<string, string>

/** One budget of the dashboard's build; sizes are bytes after gzip. */
export interface BundleWeight {
  readonly name: 'initial' | 'echarts'
  readonly files: readonly string[]
  readonly bytes: number
  readonly limitBytes: number
}

/** What has to arrive before the first paint, and the charts' part, which arrives after it. */
const INITIAL_LIMIT = 150_000
const ECHARTS_LIMIT = 260_000

const ENTRY = /<script\b[^>]*\bsrc="\/([^"]+\.js)"/g
const PRELOAD = /<link\b[^>]*\brel="modulepreload"[^>]*\bhref="\/([^"]+\.js)"/g
/** `import…from"./x.js"`, `import"./x.js"` and `export…from"./x.js"`; not `import("./x.js")`, which is loaded when it is asked for. */
const STATIC_IMPORT = /\b(?:im|ex)port(?:[\w$*{}\s,]*?from)?\s*["']\.\/([^"']+\.js)["']/g

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, path = '']) => path)

/**
 * Weighs the scripts that `index.html` brings with it, with all that they import in turn, and the chunk of ECharts. Throws when one of them is
 * missing: a build without them is not the one that has the budget.
 * @param gzipBytes the size of a file after gzip
 */
export function bundleWeights(
  indexHtml: string,
  files: BundleFiles,
  gzipBytes: (content: string) => number,
): BundleWeight[] {
  const initial = withImports([...found(indexHtml, ENTRY), ...found(indexHtml, PRELOAD)], files)
  const echarts = [...files.keys()].filter((path) => /(^|\/)echarts-[^/]+\.js$/.test(path))
  if (initial.length === 0) throw new Error('index.html loads no script')
  if (echarts.length === 0) throw new Error('there is no chunk of ECharts')
  const weigh = (paths: readonly string[]) => paths.reduce((sum, path) => sum + gzipBytes(contentOf(path, files)), 0)
  return [
    { name: 'initial', files: initial, bytes: weigh(initial), limitBytes: INITIAL_LIMIT },
    { name: 'echarts', files: echarts, bytes: weigh(echarts), limitBytes: ECHARTS_LIMIT },
  ]
}

function contentOf(path: string, files: BundleFiles): string {
  const content = files.get(path)
  if (content === undefined) throw new Error(`${path} is asked for and was not built`)
  return content
}

function withImports(entries: readonly string[], files: BundleFiles): string[] {
  const known = new Set<string>()
  const open = [...entries]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (known.has(path)) continue
    known.add(path)
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    open.push(...found(contentOf(path, files), STATIC_IMPORT).map((name) => folder + name))
  }
  return [...known].sort()
}
