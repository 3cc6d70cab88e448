/** Puts a text on the clipboard; answers whether the browser allowed it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Without TLS there is no clipboard, and a policy may forbid it: the caller says so.
    return false
  }
}
