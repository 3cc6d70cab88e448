import { findOnPath } from './find-on-path.js'
import type { Part } from './part.js'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Chromium or Chrome: `CHROMIUM_BIN`, else PATH's, else where macOS and Windows keep it. */
export const chromium: Part = {
  name: 'Chromium',
  find: () => findOnPath(process.env.CHROMIUM_BIN ? [process.env.CHROMIUM_BIN] : names),
  from: {
    kind: 'systemPackages',
    // The second is the smallest font with Chinese in it: without one zh-CN is drawn as boxes.
    packages: ['chromium', 'fonts-wqy-microhei'],
    byHand: 'Install Chromium or Google Chrome (Debian: chromium) or set CHROMIUM_BIN to its program.',
  },
}
