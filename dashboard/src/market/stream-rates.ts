/** How often what is looked at may change, in Hz: faster than eyes follow costs everybody and shows nobody more. */
export const SHOWN_HZ = 10
/** A line of five minutes moves by less than a pixel in a second. */
export const SPARKLINE_HZ = 1
/** Rows that may be scrolled to at any moment, and that are sorted by. */
export const OUT_OF_VIEW_HZ = 1
/** Panels that are scrolled away, and tabs that are hidden: right when they are shown, no more. */
export const UNSEEN_HZ = 0.2
