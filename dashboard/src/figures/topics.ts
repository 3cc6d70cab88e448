import { formatTopic, type BarInterval } from '@tickwall/protocol'

/** Topic names of an instrument, in the wire's own spelling. */
export const quoteTopic = (instrument: string): string => formatTopic({ kind: 'quote', instrument })
export const tradesTopic = (instrument: string): string => formatTopic({ kind: 'trades', instrument })
export const barsTopic = (instrument: string, interval: BarInterval): string =>
  formatTopic({ kind: 'bars', instrument, interval })
