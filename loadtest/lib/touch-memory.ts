const CHUNK_BYTES = 64 * 2 ** 20
/** The smallest page there is. */
const PAGE_BYTES = 4096

/**
 * Has this process use so much memory and give it back to its own heap, MiB: the kernel clears a page when it is used for the first time, which takes
 * longer than k6 needs for a frame. So that is done before the load begins. Sensible only where the heap is kept, as the runner has it (GOGC off).
 */
export function touchMemory(mib: number): void {
  for (let left = mib * 2 ** 20; left > 0; left -= CHUNK_BYTES) {
    const chunk = new Uint8Array(Math.min(left, CHUNK_BYTES))
    for (let i = 0; i < chunk.length; i += PAGE_BYTES) chunk[i] = 1
  }
}
