import { PaintQueue, type Painting } from './paint-queue.js'

const queue = new PaintQueue(() => performance.now())
let request = 0

function frame(): void {
  try {
    queue.frame()
  } finally {
    // A chart that throws must not stop those of all other panels.
    request = queue.isIdle ? 0 : requestAnimationFrame(frame)
  }
}

/** Adds a drawing to the page's one loop of animation frames, which runs while there is anything to draw. */
export function addPainting(painting: Painting): ReturnType<PaintQueue['add']> {
  const entry = queue.add(painting)
  if (request === 0) request = requestAnimationFrame(frame)
  return entry
}
