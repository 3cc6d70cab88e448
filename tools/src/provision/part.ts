/** A part cannot be provisioned here; the message is one sentence that says what to install by hand. */
export class MissingPart extends Error {
  override readonly name = 'MissingPart'
}

/** One thing that the tests and the native stack need and npm does not bring. */
export interface Part {
  /** As a person knows it, with its version where that is pinned. */
  readonly name: string
  /** The absolute path (a program, or a folder of jars) of what is already here, or null; quick, and changes nothing. */
  find(): string | null
  /** How to get it: by building it, or as packages of the system, which are installed together. */
  readonly from: Built | SystemPackages
}

export interface Built {
  readonly kind: 'built'
  /** Leaves it where `find` looks. Throws MissingPart when a tool for building it is absent. */
  build(): Promise<void>
}

export interface SystemPackages {
  readonly kind: 'systemPackages'
  /** Debian's names. */
  readonly packages: readonly string[]
  /** What to do by hand where there is no apt-get or no right to use it: one sentence. */
  readonly byHand: string
}
