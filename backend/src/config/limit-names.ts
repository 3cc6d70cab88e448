/** Every limit on clients, as it is named in `LIMITS_DRY_RUN`, in metrics and in logs. */
export const LIMIT_NAMES = [
  'connections',
  'connectionsPerAddress',
  'connectionsPerUser',
  'connectionRate',
  'pending',
  'requestTime',
  'firstMessage',
  'messageBytes',
  'messageRate',
  'errors',
  'topics',
] as const
export type LimitName = (typeof LIMIT_NAMES)[number]
