import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { temporaryFolder } from '@tickwall/tools'

const SIZE_MB = 64
const CHUNK_BYTES = 65_536

/** A disk of its own for the broker, so small that it can be filled; or an ordinary folder where none can be mounted. */
export interface SmallDisk {
  readonly path: string
  /** Why it cannot be filled, null where it can. */
  readonly reason: string | null
  fill(): void
  free(): void
  remove(): void
}

/** Mounts a file system of 64 MB in memory: Linux, as root. Elsewhere the folder is ordinary and says so. */
export function smallDisk(): SmallDisk {
  const folder = temporaryFolder('chaos-disk')
  const path = join(folder.path, 'disk')
  mkdirSync(path)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${String(SIZE_MB)}m,mode=755`, 'tickwall', path])
  const isMounted = mounted.status === 0
  const filler = join(path, 'filler')
  const unmount = (): void => {
    // Lazily: what a process still holds open goes with it.
    if (isMounted) spawnSync('umount', ['-l', path])
  }
  process.once('exit', unmount)
  return {
    path: join(path, 'broker'),
    reason: isMounted ? null : 'a small file system can be mounted only by root on Linux',
    fill() {
      const file = openSync(filler, 'w')
      try {
        const chunk = Buffer.alloc(CHUNK_BYTES, 1)
        for (;;) writeSync(file, chunk)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove() {
      unmount()
      process.off('exit', unmount)
      folder.remove()
    },
  }
}
