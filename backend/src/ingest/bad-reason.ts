/** Why a record is refused; the same words are metrics labels and log fields. */
export const BAD_REASONS = {
  tombstone: 'the record has no value',
  tooLarge: 'the value has more than 1,048,576 bytes',
  notJson: 'the value is not JSON in UTF-8',
  notObject: 'the value is JSON, but not an object',
  unknownType: 'the type is missing, unknown, or belongs to the other log',
  badField: 'a field is missing, has another type, or is out of its range',
  keyMismatch: 'the key is not the instrument or host',
  badTime: 'the event time is not a whole number of ms since the epoch',
  futureTime: "the event time is more than 5 minutes after the record's timestamp",
  badDecimal: 'a price or size is not a decimal of at most 18 decimals and 40 characters',
  negativeSize: 'a size is negative',
} as const
export type BadReason = keyof typeof BAD_REASONS
