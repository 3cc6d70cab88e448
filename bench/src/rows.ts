import { backlog } from './backlog/measure.js'
import { bytes } from './bytes/measure.js'
import { centrifugo } from './centrifugo/measure.js'
import { composedFrame } from './composed-frame/measure.js'
import { flood } from './flood/measure.js'
import { liveIngest } from './live-ingest/measure.js'
import { memory } from './memory/measure.js'
import { peers } from './peers/measure.js'
import { rawRate } from './raw-rate/measure.js'
import { resume } from './resume/measure.js'
import type { Row } from './row.js'
import { scrape } from './scrape/measure.js'
import { sharedFrame } from './shared-frame/measure.js'
import { stalled } from './stalled/measure.js'
import { wholeLoad } from './whole-load/measure.js'

/** In the order of the report. */
export const rows: readonly Row[] = [
  sharedFrame,
  composedFrame,
  wholeLoad,
  backlog,
  liveIngest,
  centrifugo,
  peers,
  rawRate,
  bytes,
  memory,
  scrape,
  resume,
  stalled,
  flood,
]
