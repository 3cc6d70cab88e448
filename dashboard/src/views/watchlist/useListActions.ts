import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { copyText } from '../../chrome/copy-text.js'
import type { MenuAction } from '../../chrome/menu-action.js'
import { useToasts } from '../../chrome/toasts.js'
import { splitInstrument } from '../../figures/instrument-name.js'
import { usePageCommands } from '../../keys/usePageCommands.js'
import { useSearch } from '../../search/search.js'
import { instrumentKey, sectionKey, type Entry, type EntryKey } from '../../watchlists/list-book.js'
import { cleanName } from '../../watchlists/list-name.js'
import { printEntries } from '../../watchlists/list-text.js'
import { useWatchlists } from '../../watchlists/watchlists.js'
import { saveFile } from '../chart/save-file.js'
import type { RowItem } from './rank.js'
import type { ShownList } from './shown-list.js'
import type { ListEditing } from './useListEditing.js'

export interface ListActionOptions {
  shown(): ShownList
  items(): readonly RowItem[]
  cursor(): RowItem | null
  isMovable(): boolean
  readonly editing: ListEditing
  /** Opens the import of pasted text. */
  paste(): void
  /** The list has to stand in its own order first. */
  sayIsSorted(): void
}

/** The name of a line among the entries of its list; null for a venue's heading. */
export function entryKeyOf(item: RowItem | null): EntryKey | null {
  switch (item?.kind) {
    case 'row':
      return instrumentKey(item.instrument)
    case 'section':
      return sectionKey(item.section.id)
    default:
      return null
  }
}

/** A list of what is in view, in its order; venues become sections. */
export const entriesOf = (shown: ShownList, items: readonly RowItem[], other: string): readonly Entry[] =>
  shown.kind === 'named'
    ? shown.list.entries
    : items.flatMap((item): Entry[] => {
        if (item.kind === 'section') return []
        if (item.kind === 'row') return [{ kind: 'instrument', instrument: item.instrument }]
        return [{ kind: 'section', id: `v${item.venue}`, name: cleanName(item.venue) || other, isCollapsed: false }]
      })

/** The list's actions in groups; those that apply are the page's commands too. */
export function useListActions(options: ListActionOptions): ComputedRef<readonly (readonly MenuAction[])[]> {
  const { shown, items, cursor, editing } = options
  const { t } = useI18n()
  const toasts = useToasts()
  const search = useSearch()
  const watchlists = useWatchlists()

  const entries = () => entriesOf(shown(), items(), t('watchlist.other'))
  const listName = () => {
    const now = shown()
    return now.kind === 'named'
      ? now.list.name
      : now.venue === null
        ? t('watchlist.all')
        : now.venue || t('watchlist.other')
  }
  async function copy(): Promise<void> {
    const isCopied = await copyText(printEntries(entries()))
    toasts.show(
      isCopied
        ? { text: t('watchlist.copied', { name: listName() }), tone: 'good' }
        : { text: t('watchlist.notCopied'), tone: 'warn' },
    )
  }
  function save(): void {
    saveFile(`${listName()}.txt`, new Blob([`${printEntries(entries())}\n`], { type: 'text/plain' }))
  }

  const groups = computed((): MenuAction[][] => {
    const own = editing.own()
    const inOwn = (action: MenuAction): MenuAction[] => (own === null ? [] : [action])
    return [
      [
        ...inOwn({ id: 'add', text: t('watchlist.add'), run: () => search.open('', true) }),
        ...inOwn({
          id: 'section',
          text: t('watchlist.addSection'),
          run: () => void editing.addSection(entryKeyOf(cursor())),
        }),
        { id: 'paste', text: t('watchlist.paste'), run: options.paste },
      ],
      [
        { id: 'create', text: t('watchlist.create'), run: () => editing.create('', []) },
        {
          id: 'duplicate',
          text: t(own === null ? 'watchlist.createFrom' : 'watchlist.duplicate'),
          run: () => editing.create(listName(), entries()),
        },
        ...inOwn({
          id: 'rename',
          text: t('watchlist.rename'),
          run: () => {
            editing.renamingList.value = own?.id ?? null
          },
        }),
      ],
      [
        { id: 'copy', text: t('watchlist.copy'), run: () => void copy() },
        { id: 'save', text: t('watchlist.save'), run: save },
      ],
      [
        { id: 'undo', text: t('watchlist.undo'), keys: 'Ctrl+Z', isDisabled: !watchlists.canUndo, run: editing.undo },
        {
          id: 'redo',
          text: t('watchlist.redo'),
          keys: 'Ctrl+Shift+Z',
          isDisabled: !watchlists.canRedo,
          run: editing.redo,
        },
      ],
      own === null ? [] : [{ id: 'delete', text: t('watchlist.delete'), run: () => editing.remove(own.id) }],
    ].filter((group) => group.length > 0)
  })

  /** What acts on the line of the cursor: no part of the menu, whose opening takes the focus from it. */
  const lineActions = (): MenuAction[] => {
    const line = cursor()
    const entry = entryKeyOf(line)
    if (editing.own() === null || line === null || entry === null) return []
    const name =
      line.kind === 'section' ? line.section.name : line.kind === 'row' ? splitInstrument(line.instrument).symbol : ''
    const step = (by: -1 | 1) => (options.isMovable() ? editing.step(entry, by) : options.sayIsSorted())
    return [
      {
        id: 'remove',
        text: t('watchlist.remove', { name }),
        keys: 'Delete',
        run: () => editing.removeEntry(entry, t('watchlist.removed', { name })),
      },
      { id: 'up', text: t('watchlist.moveUp', { name }), keys: 'Alt+ArrowUp', run: () => step(-1) },
      { id: 'down', text: t('watchlist.moveDown', { name }), keys: 'Alt+ArrowDown', run: () => step(1) },
    ]
  }

  usePageCommands(() =>
    [...groups.value.flat(), ...lineActions()]
      .filter(({ isDisabled }) => isDisabled !== true)
      .map(({ id, text, keys, run }) => ({
        id: `list.${id}`,
        group: 'list' as const,
        text,
        run,
        ...(keys === undefined ? {} : { keys }),
      })),
  )
  return groups
}
