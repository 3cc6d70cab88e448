interface HeapReading {
  readonly usedJSHeapSize: number
  readonly jsHeapSizeLimit: number
}

/** Memory of this page; only Chromium tells. */
export const readHeap = (): HeapReading | null =>
  (performance as Performance & { readonly memory?: HeapReading }).memory ?? null
