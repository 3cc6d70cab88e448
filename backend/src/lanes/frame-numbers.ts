/** The numbers of frames: they grow for the life of the process, whichever flush or connection takes them. */
export class FrameNumbers {
  #last = 0

  next(): number {
    return ++this.#last
  }
}
