/** Longest trade id and unit, in characters: both are kept in state. */
export const MAX_LABEL_CHARS = 64
