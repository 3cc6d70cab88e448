import { inject, type InjectionKey } from 'vue'

/** The table's side of painting, as a row sees it. */
export interface RowPainting {
  /** Paints the row from now on; answers how to stop. */
  enter(row: HTMLElement, instrument: string): () => void
}

export const rowPaintingKey: InjectionKey<RowPainting> = Symbol('row painting')

/** The painting of the table around this row; throws outside of one. */
export function useRowPainting(): RowPainting {
  const painting = inject(rowPaintingKey, null)
  if (painting === null) throw new Error('A row stands outside of a table')
  return painting
}
