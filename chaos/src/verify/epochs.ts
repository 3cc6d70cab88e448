import type { Place } from './truth.js'

/**
 * Which place each epoch stands for. Epochs are opaque, so this is found out: of all places, those remain that everything said under
 * the epoch is true of. Shared by all clients, for an epoch is the same on every gateway.
 */
export class Epochs {
  readonly #places = new Map<string, readonly Place[]>()

  /** Places that the epoch may stand for, among these. */
  among(epoch: string, places: readonly Place[]): readonly Place[] {
    const known = this.#places.get(epoch)
    return known === undefined ? places : places.filter((place) => known.some((other) => isSame(place, other)))
  }

  /** Something was true of these places only. */
  narrow(epoch: string, places: readonly Place[]): void {
    this.#places.set(epoch, this.among(epoch, places))
  }

  /** Epochs that can only stand for the same place: one of them was given to a log that has another. */
  doubles(): readonly (readonly [string, string])[] {
    const certain = [...this.#places].flatMap(([epoch, places]) => {
      const [place] = places
      return places.length === 1 && place !== undefined ? [{ epoch, place }] : []
    })
    return certain.flatMap(({ epoch, place }, i) =>
      certain.slice(i + 1).flatMap((other) => (isSame(place, other.place) ? [[epoch, other.epoch] as const] : [])),
    )
  }
}

export const isSame = (a: Place, b: Place): boolean => a.generation === b.generation && a.partition === b.partition
