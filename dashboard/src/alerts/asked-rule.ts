import { shallowRef } from 'vue'

/** Somebody asked for a new rule from elsewhere: the view opens its form when it comes. */
export const isAskedFor = shallowRef(false)
