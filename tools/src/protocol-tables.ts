import {
  CLOSE_CODES,
  ERROR_CODES,
  GATEWAY_FIELDS,
  HTTP_ERRORS,
  METRIC_FIELDS,
  NOTICE_REASONS,
  NOTICE_TEXTS,
  QUOTE_FIELDS,
  mayReconnect,
} from '@tickwall/protocol'
import { BAD_REASONS } from '@tickwall/backend/ingest/bad-reason.js'

const table = (heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const yesNo = (claim: boolean): string => (claim ? 'yes' : 'no')

/** The tables of docs/protocol.md that are printed from the code, by the name in their marker. */
export const protocolTables: ReadonlyMap<string, string> = new Map([
  [
    'closes',
    table(
      ['code', 'reason', 'reconnect', 'meaning'],
      Object.entries(CLOSE_CODES).map(([reason, { code, text }]) => [
        code,
        `\`${reason}\``,
        yesNo(mayReconnect(code)),
        text,
      ]),
    ),
  ],
  [
    'errors',
    table(
      ['code', 'retryable', 'meaning'],
      Object.entries(ERROR_CODES).map(([code, { retryable, text }]) => [`\`${code}\``, yesNo(retryable), text]),
    ),
  ],
  [
    'httpErrors',
    table(
      ['status', 'code', 'meaning'],
      Object.entries(HTTP_ERRORS).map(([code, { status, text }]) => [status, `\`${code}\``, text]),
    ),
  ],
  [
    'notices',
    table(
      ['reason', 'meaning'],
      NOTICE_REASONS.map((reason) => [`\`${reason}\``, NOTICE_TEXTS[reason]]),
    ),
  ],
  [
    'records',
    table(
      ['reason', 'meaning'],
      Object.entries(BAD_REASONS).map(([reason, text]) => [`\`${reason}\``, text]),
    ),
  ],
])

/** The fields that a hand-written table must name, in this order, by the head of its first column. */
export const protocolFields: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['field of `quote`', QUOTE_FIELDS],
  ['field of `metric`', METRIC_FIELDS],
  ['field of `sys/gateway`', GATEWAY_FIELDS],
])
