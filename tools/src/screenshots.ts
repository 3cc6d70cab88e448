/** `npm run screenshots`: pictures of the built dashboard on the simulated market. */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { launchChromium } from './local/chromium.js'
import { startGateway } from './local/gateway.js'
import { takeReadmePictures } from './pictures/readme-pictures.js'
import { takeViewPictures } from './pictures/view-pictures.js'
import { cacheDir } from './repository.js'

const usage = `npm run screenshots -- [--out DIR] [--only TEXT] [--readme]

Takes every view in every look (dark, light, contrast, zh-CN with red up, night) and size (1440×900, 1920×1080, a phone, boards on a wall of
3840×2160). --out: the folder, .cache/pictures unless given. --only: those whose name holds the text, for example trade or light-phone.
--readme: instead of all that the two pictures of README.md, after five minutes.`

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    only: { type: 'string' },
    readme: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

async function takePictures(): Promise<void> {
  const gateway = await startGateway({ env: { SOURCE: 'simulated', SERVER_NAME: 'gateway-1', LOG_LEVEL: 'error' } })
  const browser = await launchChromium()
  try {
    if (values.readme === true) {
      if (!(await takeReadmePictures(browser, gateway.url))) process.exitCode = 1
      return
    }
    const folder = values.out === undefined ? join(cacheDir(), 'pictures') : resolve(values.out)
    const { only } = values
    const taken = await takeViewPictures(browser, gateway.url, { folder, ...(only === undefined ? {} : { only }) })
    console.log(`Wrote ${taken} pictures to ${folder}.`)
  } finally {
    await browser.close()
    await gateway.stop()
  }
}

if (values.help === true) console.log(usage)
else await takePictures()
