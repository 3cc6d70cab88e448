/** One build stage of a Dockerfile, its steps in their order. */
export interface Stage {
  /** As `AS` names it; the last stage of a file often has none, then it is its number from 0. */
  readonly name: string
  readonly base: string
  readonly steps: readonly Step[]
}

export type Step =
  | { readonly step: 'workdir'; readonly path: string }
  | { readonly step: 'env'; readonly name: string; readonly value: string }
  | { readonly step: 'run'; readonly command: string }
  | {
      readonly step: 'copy'
      readonly from: string | null
      readonly sources: readonly string[]
      readonly target: string
    }
  | { readonly step: 'user'; readonly user: string }
  | { readonly step: 'expose'; readonly port: number }
  | { readonly step: 'healthcheck'; readonly command: readonly string[] }
  | { readonly step: 'cmd'; readonly command: readonly string[] }

/** The stages of a Dockerfile. Throws on an instruction or a form of one that it does not know, naming it. */
export function parseDockerfile(text: string): Stage[] {
  const stages: { name: string; base: string; steps: Step[] }[] = []
  for (const [instruction, rest] of instructions(text)) {
    if (instruction === 'FROM') {
      const [, base, name] = /^(\S+)(?: AS (\S+))?$/i.exec(rest) ?? []
      if (base === undefined) throw new Error(`Dockerfile: FROM ${rest} is not understood`)
      stages.push({ name: name ?? String(stages.length), base, steps: [] })
      continue
    }
    const stage = stages.at(-1)
    if (stage === undefined) throw new Error(`Dockerfile: ${instruction} before FROM`)
    stage.steps.push(step(instruction, rest))
  }
  return stages
}

/** Instruction and the rest of its line, with comments dropped and continued lines joined. */
function instructions(text: string): [string, string][] {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\\\n/g, ' ')
    .split('\n')
  return lines.map((line) => {
    const [, instruction = '', rest = ''] = /^\s*(\S+)\s*(.*?)\s*$/.exec(line) ?? []
    return [instruction.toUpperCase(), rest]
  })
}

function step(instruction: string, rest: string): Step {
  switch (instruction) {
    case 'WORKDIR':
      return { step: 'workdir', path: rest }
    case 'ENV': {
      const [, name = '', value = ''] = /^(\w+)=(\S*)$/.exec(rest) ?? []
      if (name === '') throw new Error(`Dockerfile: ENV ${rest} is not one name=value`)
      return { step: 'env', name, value }
    }
    case 'RUN':
      return { step: 'run', command: rest }
    case 'COPY': {
      const words = rest.split(/\s+/)
      const options = words.filter((word) => word.startsWith('--'))
      const paths = words.filter((word) => !word.startsWith('--'))
      const target = paths.pop()
      const [from = null, ...others] = options
      if (target === undefined || paths.length === 0 || others.length > 0 || from?.startsWith('--from=') === false)
        throw new Error(`Dockerfile: COPY ${rest} is not understood`)
      return { step: 'copy', from: from === null ? null : from.slice('--from='.length), sources: paths, target }
    }
    case 'USER':
      return { step: 'user', user: rest }
    case 'EXPOSE':
      return { step: 'expose', port: Number(rest) }
    case 'HEALTHCHECK':
      return { step: 'healthcheck', command: words(rest.replace(/^.*?CMD\s+/, '')) }
    case 'CMD':
      return { step: 'cmd', command: words(rest) }
    default:
      throw new Error(`Dockerfile: ${instruction} is not understood`)
  }
}

/** The exec form: no shell stands between Docker's signals and the program. */
function words(rest: string): string[] {
  const list: unknown = JSON.parse(rest)
  if (!Array.isArray(list) || !list.every((word) => typeof word === 'string'))
    throw new Error('Dockerfile: a command is not a list of strings')
  return list
}
