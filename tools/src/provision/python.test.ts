import { expect, it } from 'vitest'
import { MissingPart } from './part.js'
import { requirePython } from './python.js'

it('says in one sentence that there is no Python', async () => {
  const missing = requirePython({ PATH: '/nonexistent' })
  await expect(missing).rejects.toBeInstanceOf(MissingPart)
  await expect(missing).rejects.toThrow(/^Install Python 3\.10 or newer [^.]*\.$/)
})
