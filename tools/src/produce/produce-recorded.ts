import { playRecording } from '@tickwall/backend/ingest/recorded/play-recording.js'
import { readRecording } from '@tickwall/backend/ingest/recorded/read-recording.js'
import { type Feed, toPublish } from './feed.js'

export interface RecordedFeed extends Feed {
  /** In the order that decides between rows of the same moment. */
  readonly files: readonly string[]
  /** Times faster than recorded; 0 = as fast as they are taken. */
  readonly speed: number
  readonly isLooping: boolean
  readonly isRetimed: boolean
}

/** Publishes a recording to its end, or until it is ended; rejects with what the files or the publisher reject with. */
export const produceRecorded = ({ publisher, files, ...play }: RecordedFeed): Promise<void> =>
  playRecording({
    ...play,
    read: () => readRecording(files),
    deliver: (records) => publisher.publish(records.map(toPublish)),
  })
