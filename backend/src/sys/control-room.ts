import type { Announcement, ScreenCommand } from '@tickwall/protocol'
import type { Clock, Stop } from '../lanes/clock.js'
import { Entries } from './entries.js'
import { Screens } from './screens.js'
import type { SysTopics } from './sys-topics.js'

/** More than anybody reads; a newer one is likelier to matter. */
const MOST_ANNOUNCEMENTS = 16
const MOST_COMMANDS = 32
/** Each ends at most so much later than it says, ms; who shows it knows its end as well. */
const SWEEP_MS = 1000

/** What an operator tells screens and has them do, and what they tell of themselves. */
export class ControlRoom {
  readonly announcements: Entries<Announcement>
  readonly commands: Entries<ScreenCommand>
  readonly screens: Screens
  readonly #clock: Clock
  readonly stop: Stop

  constructor(topics: SysTopics, clock: Clock) {
    this.announcements = new Entries(topics.topic('announcements'), MOST_ANNOUNCEMENTS)
    this.commands = new Entries(topics.topic('commands'), MOST_COMMANDS)
    this.screens = new Screens(topics.topic('screens'))
    this.#clock = clock
    this.stop = clock.every(SWEEP_MS, () => this.#sweep())
  }

  #sweep(): void {
    const nowMs = this.#clock.nowMs()
    this.announcements.sweep(nowMs)
    this.commands.sweep(nowMs)
    this.screens.sweep(nowMs, this.#clock.monotonicMs())
  }
}
