/** As often as a page or a panel that nobody sees needs to change: right when it is shown, no more. */
export const UNSEEN_HZ = 0.2
