import { onScopeDispose, shallowReactive } from 'vue'
import type { PageCommand } from './page-command.js'

type CommandSource = () => readonly PageCommand[]

const sources = shallowReactive(new Set<CommandSource>())

/** Registers commands while the scope lives; `source` is asked anew whenever they are listed or a key is pressed. */
export function usePageCommands(source: CommandSource): void {
  sources.add(source)
  onScopeDispose(() => sources.delete(source))
}

/** All commands of this moment, in the order in which their sources came; of two with one id the later is kept. Reactive when read in an effect. */
export const pageCommands = (): PageCommand[] => [
  ...new Map([...sources].flatMap((source) => source().map((command) => [command.id, command] as const))).values(),
]
