import { describe, expect, it } from 'vitest'
import { metadataV12 } from './topic-identity.js'
import { WireReader } from './wire-reader.js'
import { WireWriter } from './wire-writer.js'

describe('WireReader and WireWriter', () => {
  it('agree on every type', () => {
    const writer = new WireWriter()
      .int8(-3)
      .int32(-70_000)
      .int64(2 ** 40)
      .string('grüße')
      .compactString('ö')
      .noTags()
    writer.array([1, 2], (each) => writer.int8(each)).compactArray([3], (each) => writer.int8(each))
    for (const length of [0, 1, 127, 128, 16_383, 16_384, 2 ** 31]) writer.unsignedVarint(length)
    const reader = new WireReader(writer.written())
    expect([reader.int8(), reader.int32(), reader.int64()]).toEqual([-3, -70_000, 2n ** 40n])
    expect([reader.nullableString(), reader.compactString()]).toEqual(['grüße', 'ö'])
    reader.skipTags()
    expect(reader.array(() => reader.int8())).toEqual([1, 2])
    expect(reader.compactArray(() => reader.int8())).toEqual([3])
    const varints = Array.from({ length: 7 }, () => reader.unsignedVarint())
    expect(varints).toEqual([0, 1, 127, 128, 16_383, 16_384, 2 ** 31])
  })

  it('knows null, no id, and additions it does not know', () => {
    const reader = new WireReader(Buffer.from('ffff00ffffffff00010203abcdef07', 'hex'))
    expect(reader.nullableString()).toBeNull()
    expect(reader.compactString()).toBeNull()
    expect(reader.array(() => 1)).toEqual([])
    expect(reader.compactArray(() => 1)).toEqual([])
    reader.skipTags()
    expect(reader.int8()).toBe(7)
    expect(new WireReader(Buffer.alloc(16)).uuid()).toBeNull()
    expect(new WireReader(Buffer.alloc(16, 0xff)).uuid()).toBe('_____________________w')
  })

  it('throws past the end instead of making something up', () => {
    expect(() => new WireReader(Buffer.from([0])).int16()).toThrow(RangeError)
    expect(() => new WireReader(Buffer.from([0, 9, 65])).nullableString()).toThrow(RangeError)
    expect(() => new WireReader(Buffer.alloc(15)).uuid()).toThrow(RangeError)
    expect(() => new WireReader(Buffer.alloc(6, 0xff)).unsignedVarint()).toThrow(RangeError)
  })
})

describe('metadataV12', () => {
  it('asks for topics by name, creates none, and begins with the tags of the header', () => {
    const { body, apiKey, apiVersion } = metadataV12(['ab'])
    expect([apiKey, apiVersion]).toEqual([3, 12])
    expect(body.toString('hex')).toBe(`00${'02'}${'00'.repeat(16)}036162${'00'}${'0000'}00`)
  })
})
