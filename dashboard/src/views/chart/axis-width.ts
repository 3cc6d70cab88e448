/** Widest tabular digit of the label face at 11 px, and the room around a label. */
const CHARACTER_PX = 6.9
const ROOM_PX = 18
const LEAST_PX = 58

/** Width of a price axis on which a text as long as `longest` can stand. */
export const axisWidth = (longest: string): number =>
  Math.max(LEAST_PX, Math.ceil(longest.length * CHARACTER_PX) + ROOM_PX)
