/** How long something is kept: by this browser for all its tabs, or by this tab over a reload. */
export type KeptBy = 'browser' | 'tab'

const storageOf = (keptBy: KeptBy): Storage => (keptBy === 'tab' ? window.sessionStorage : window.localStorage)

/** What was kept under a key. Null as well where storage is refused altogether (private windows, policies): then nothing outlasts the page. */
export function readKept(key: string, keptBy: KeptBy = 'browser'): string | null {
  try {
    return storageOf(keptBy).getItem(key)
  } catch {
    return null
  }
}

/** Keeps a text, or says on the console that it lasts only as long as this page. */
export function keep(key: string, text: string, keptBy: KeptBy = 'browser'): void {
  try {
    storageOf(keptBy).setItem(key, text)
  } catch (refused) {
    console.info(`${key} lasts only as long as this page: storage is refused`, refused)
  }
}
