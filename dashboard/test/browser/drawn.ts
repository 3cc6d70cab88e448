import type { Page } from 'playwright-core'

/** Resolves when the page has drawn what was decided before: an input that it was given, and what follows from that in the next frame. */
export const drawn = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let frames = 0
        const frame = () => (++frames === 3 ? resolve() : requestAnimationFrame(frame))
        requestAnimationFrame(frame)
      }),
  )

/** What a part of the page shows once it stands still: the same in frames of the page that follow each other. */
export async function atRest<Shown>(page: Page, read: () => Promise<Shown>): Promise<Shown> {
  for (;;) {
    const before = await read()
    await drawn(page)
    const after = await read()
    if (JSON.stringify(after) === JSON.stringify(before)) return after
  }
}
