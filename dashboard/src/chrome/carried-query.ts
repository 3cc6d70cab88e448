import type { LocationQuery } from 'vue-router'

/** What an address says about the viewer and not about the view: it goes along from one view to the next. */
const CARRIED = ['lang', 'dir', 'theme', 'screen']

export const carriedQuery = (query: LocationQuery): LocationQuery =>
  Object.fromEntries(Object.entries(query).filter(([name]) => CARRIED.includes(name)))
