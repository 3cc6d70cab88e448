import type { RequestId } from '@tickwall/protocol'
import type { PlannedTopic, SubscribePlan } from './subscribe-plan.js'

/** A canonical spelling has nothing that JSON would escape. */
const quoted = ({ spelling, handle }: PlannedTopic): string =>
  spelling === handle.name ? `"${spelling}"` : JSON.stringify(spelling)

/**
 * `subscribed`, the answer to a request. Put together by hand: of all answers it is the long one, and a crowd that comes back is
 * given thousands at once.
 */
export function subscribedText(id: RequestId, ts: number, { topics, rate, rejected }: SubscribePlan): string {
  const hz = JSON.stringify(rate)
  let text = ''
  for (const topic of topics) {
    text += `${text === '' ? '' : ','}{"topic":${quoted(topic)},"ref":${topic.handle.ref},"hz":${hz},"start":"${topic.start}"}`
  }
  return `{"type":"subscribed","id":${JSON.stringify(id)},"ts":${ts},"topics":[${text}],"rejected":${JSON.stringify(rejected)}}`
}
