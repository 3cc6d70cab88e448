import type { Rate, RequestId } from '@tickwall/protocol'
import type { PlannedTopic, SubscribePlan } from './subscribe-plan.js'

/** The text of one topic: as it was told last, where it is told again. */
function textOf({ spelling, handle, named, start }: PlannedTopic, hz: Rate): string {
  const { told } = named
  if (told !== null && told.handle === handle && told.start === start && told.hz === hz && spelling === handle.name)
    return told.text
  const text = JSON.stringify({ topic: spelling, ref: handle.ref, hz, start })
  if (spelling === handle.name) named.told = { handle, hz, start, text }
  return text
}

/**
 * `subscribed`, the answer to a request. Put together by hand: of all answers it is the long one, and a crowd that comes back is
 * given thousands at once, which say the same of each topic.
 */
export function subscribedText(id: RequestId, ts: number, { topics, rate, rejected }: SubscribePlan): string {
  let text = ''
  for (const topic of topics) text += text === '' ? textOf(topic, rate) : `,${textOf(topic, rate)}`
  return `{"type":"subscribed","id":${JSON.stringify(id)},"ts":${ts},"topics":[${text}],"rejected":${JSON.stringify(rejected)}}`
}
