import type { SourceState } from '@tickwall/protocol'
import { BehaviorSubject, type Observable } from 'rxjs'
import { type EpochOf, type OutgoingRecord, ProcessLog } from '../process-log.js'
import type { PartitionId, PartitionLag, RecordSink, Source } from '../source.js'
import type { SourceClock } from '../source-clock.js'
import { playRecording } from './play-recording.js'
import { readRecording } from './read-recording.js'
import { recordingFiles } from './recording-files.js'

export interface RecordedOptions {
  readonly clock: SourceClock
  /** Names the log; it must hold a nonce of the process. */
  readonly epochOf: EpochOf
  /** Folder of the recordings. */
  readonly folder: string
  /** Recordings played together, at least one. */
  readonly names: readonly string[]
  /** Times faster than recorded, default 1; 0 = as fast as they are folded. */
  readonly speed?: number
  /** Begins again at the end; default true. */
  readonly isLooping?: boolean
  /** Event times as if it happened now; default true. */
  readonly isRetimed?: boolean
  /** Default 4. */
  readonly tickPartitions?: number
  /** Told once when the recording turns out to be unreadable on the way; the source is then lost. */
  readonly onFault?: (fault: unknown) => void
}

/** Replays recordings as if they were a live feed. */
export class RecordedSource implements Source {
  readonly name = 'recorded'
  readonly #options: RecordedOptions
  readonly #log: ProcessLog
  readonly #state$ = new BehaviorSubject<SourceState>('catchingUp')
  readonly #abort = new AbortController()
  #finished: Promise<void> = Promise.resolve()

  constructor(options: RecordedOptions) {
    this.#options = options
    this.#log = new ProcessLog(options.tickPartitions ?? 4)
  }

  get state$(): Observable<SourceState> {
    return this.#state$
  }

  get state(): SourceState {
    return this.#state$.value
  }

  /** Resolves once the last record was handed over, the source was stopped, or the recording proved unreadable. */
  get finished(): Promise<void> {
    return this.#finished
  }

  /** Resolves when the playing has begun: a recording has no past. Rejects with an OperatingFault when its files are not there. */
  async start(sink: RecordSink): Promise<void> {
    const { clock, epochOf, folder, names, speed = 1, isLooping = true, isRetimed = true } = this.#options
    const files = await recordingFiles(folder, names)
    this.#log.open(sink, epochOf)
    this.#state$.next('live')
    const deliver = (records: readonly OutgoingRecord[]) => this.#log.append(sink, records, clock.nowMs())
    const { signal } = this.#abort
    const read = () => readRecording(files)
    this.#finished = playRecording({ read, speed, isLooping, isRetimed, clock, signal, deliver }).catch(
      (fault: unknown) => {
        this.#state$.next('lost')
        this.#options.onFault?.(fault)
      },
    )
  }

  logEnd(id: PartitionId): Promise<number | null> {
    return Promise.resolve(this.#log.end(id))
  }

  lag(): readonly PartitionLag[] {
    return this.#log.lag()
  }

  async stop(): Promise<void> {
    this.#abort.abort()
    await this.#finished
  }
}
