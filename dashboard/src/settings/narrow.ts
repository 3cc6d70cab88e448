/** A screen as narrow as a phone's: one panel at a time, and controls for fingers. The style sheets say the same. */
export const NARROW = '(max-width: 720px)'
