/** Whether the keyboard has ⌘ where others have Ctrl; a platform is named as `navigator.platform` does it. */
export const hasCommandKey = (platform: string): boolean => /^(Mac|iP(hone|ad|od))/.test(platform)

const ARROWS: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }

/** The keys of a chord such as `Ctrl+Shift+Z`, one by one, as they are printed on the keyboards of the platform. */
export function printedChord(chord: string, platform: string = navigator.platform): string[] {
  return chord.split(/\+(?=.)/).map((key) => (key === 'Ctrl' && hasCommandKey(platform) ? '⌘' : (ARROWS[key] ?? key)))
}
