/** `node tools/dist/generate-recording.js [folder] [seed]`: writes a made-up recording and says where. */
import { join } from 'node:path'
import { writeRecording } from './recording/write-recording.js'
import { cacheDir } from './repository.js'

const [folder = join(cacheDir(), 'recordings'), seed = '1'] = process.argv.slice(2)
if (/^\d{1,9}$/.test(seed)) console.log(join(folder, writeRecording(folder, Number(seed))))
else {
  console.error('The seed is a whole number of at most nine digits.')
  process.exitCode = 1
}
