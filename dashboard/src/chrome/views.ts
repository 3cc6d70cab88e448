/** The views of the header's bar, in its order, by route and by the key of what they are called. */
export const VIEWS = [
  { route: 'trade', text: 'nav.trade' },
  { route: 'board', text: 'boards.nav' },
  { route: 'wall', text: 'nav.wall' },
  { route: 'link', text: 'nav.link' },
  { route: 'alerts', text: 'nav.alerts' },
] as const

/** Views that the bar does not show; they have titles and commands all the same. */
export const FURTHER_VIEWS = [{ route: 'settings', text: 'nav.settings' }] as const
