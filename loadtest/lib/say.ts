// k6 has one, but its types have not.
declare const console: { log(text: string): void }

/** A line of k6's log. */
export const say = (text: string): void => {
  console.log(text)
}
