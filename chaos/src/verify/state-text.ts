/** A state as text that is equal for equal states, whatever the order in which its fields came. */
export const stateText = (state: object): string =>
  JSON.stringify(
    Object.entries(state)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

export const NO_STATE = stateText({})
