import type { Rate } from '@tickwall/protocol'
import type { AlertEvent } from '../alerts/alert-rule.js'
import type { WatchedRule } from '../alerts/alert-watch.js'
import type { LinkReport } from './link-report.js'
import type { LinkStats, LinkStatus } from './link-status.js'
import type { TopicUpdate } from './port-message.js'

/** The page's side of the link: wishes go out, what changed comes in at most once an animation frame. */
export interface PageLink {
  /** Replaced, never changed in place. */
  readonly status: LinkStatus
  readonly stats: LinkStats
  /** The server's clock in ms since the epoch. */
  serverNowMs(): number
  /** The fastest rate at which this page wants the topic, or null for not any more. */
  want(topic: string, maxHz: Rate | null): void
  /** Called once a frame in which something changed, with the changes of all topics. Answers how to stop. */
  onPulled(listener: (updates: readonly TopicUpdate[]) => void): () => void
  /** Called after `status` or `stats` were replaced. Answers how to stop. */
  onStatus(listener: () => void): () => void
  /** Called once a second with a new report while anybody listens. Answers how to stop. */
  onReport(listener: (report: LinkReport) => void): () => void
  /** Replaces the rules that are watched for where the link is. */
  setAlertRules(rules: readonly WatchedRule[]): void
  /** Called with what the rules found, also while the page is hidden. Answers how to stop. */
  onAlerts(listener: (events: readonly AlertEvent[]) => void): () => void
  retryNow(): void
  cut(): void
  close(): void
}
