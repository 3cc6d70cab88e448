/** What this tab keeps over a reload. Storage may be refused altogether: then it is kept as long as the page. */
export function readTab(key: string): string | null {
  try {
    return window.sessionStorage.getItem(key)
  } catch {
    return null
  }
}

export function writeTab(key: string, text: string): void {
  try {
    window.sessionStorage.setItem(key, text)
  } catch (refused) {
    console.info('kept only as long as this page', refused)
  }
}
