/** Who can load the page anew in a better way than the browser: a wall leaves its last frame behind. */
let handler: (() => void) | null = null

/** Answers how to stop. */
export function takeReload(reload: () => void): () => void {
  handler = reload
  return () => {
    if (handler === reload) handler = null
  }
}

export function reloadPage(): void {
  if (handler === null) window.location.reload()
  else handler()
}
