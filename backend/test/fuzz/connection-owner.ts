import {
  formatTopic,
  parseTopic,
  type ControlMessage,
  type SubscriptionStart,
  type WirePosition,
} from '@tickwall/protocol'
import type { HeldState } from './held-state.js'
import type { SubscribedTopics } from './subscribed-topics.js'
import type { Tally } from './tally.js'
import { hold } from './violation.js'
import type { Views } from './view.js'

type NoticeMessage = Extract<ControlMessage, { type: 'notice' }>

/** What a client has over all its connections. */
export interface ConnectionOwner {
  readonly tally: Tally
  held(name: string): HeldState
  note(what: () => string, about?: readonly string[]): void
}

/** The canonical spelling of a topic, or what is none as it is. */
export const canonical = (spelling: string): string => {
  const topic = parseTopic(spelling)
  return topic === null ? spelling : formatTopic(topic)
}

/** Notes what a notice says of the topics of a connection. */
export function takeNotice(notice: NoticeMessage, topics: SubscribedTopics, owner: ConnectionOwner): void {
  const { reason, topics: named = [] } = notice
  if (reason === 'degraded') owner.tally.slowed++
  for (const name of named) {
    const subscribed = topics.get(name)
    hold(subscribed !== undefined, 'NTC1', () => `${reason} names ${name}, which is not subscribed`)
    if (reason === 'behind') owner.tally.behind++
    if (reason !== 'reset' && reason !== 'gap') continue
    owner.tally[reason === 'gap' ? 'gaps' : 'voids']++
    owner.held(name).isVoid = true
    if (subscribed.awaits !== 'answer') subscribed.awaits = 'snapshot'
    subscribed.base = null
  }
}

/** How a topic begins is judged by the position that was given, and by where the gateway stood when it answered. */
export function checkStart(
  name: string,
  start: SubscriptionStart,
  position: WirePosition | undefined,
  [view]: Views,
): void {
  if (start === 'snapshot') return
  hold(position !== undefined, 'POS4', () => `${name}: ${start} without a position`)
  const isKnown = position[0] === '' || (view ?? []).some((part) => part.start.epoch === position[0])
  hold(start === 'reset' || isKnown, 'POS3', () => `${name} is resumed from ${position.join(' ')}, of no log`)
}
