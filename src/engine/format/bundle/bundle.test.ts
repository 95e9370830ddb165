import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HeapError } from '../../base/error.ts'
import { crc32 } from '../container/crc32.ts'
import type { RandomAccess } from '../container/random-access.ts'
import { type About, frameOf, isBundle, type Member, readBundle } from './bundle.ts'

const ABOUT: About = {
  title: 'The cache that never lets go',
  note: 'Look at «Session».\nThen at the listeners.',
  place: '#v=1&source=share:1&view=diff&base=share:0',
  created: '2026-11-26T21:00:00.000Z',
  redacted: true,
}

const file = (bytes: Uint8Array): RandomAccess => ({
  name: 'leak.heapscope',
  size: bytes.length,
  read: async (from, to) => bytes.slice(from, to),
})

function bundle(
  about: About,
  contents: readonly Uint8Array[],
  members: readonly Omit<Member, 'bytes'>[],
): Uint8Array {
  const { head, tail, bytes } = frameOf(
    about,
    members.map((member, i) => ({ ...member, bytes: contents[i]!.length })),
  )
  const whole = new Uint8Array(Buffer.concat([head, ...contents, tail]))
  expect(whole.length).toBe(bytes)
  return whole
}

const small = (): Uint8Array =>
  bundle(
    ABOUT,
    [Uint8Array.of(1, 2, 3), new Uint8Array(0)],
    [
      { name: 'before.heapsnapshot', label: null },
      { name: 'after.heapsnapshot', label: 'after the rush' },
    ],
  )

describe('a bundle', () => {
  test('says what it is about and where its captures stand, whatever they are called', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 })
    const member = fc.record({ name: text, label: fc.option(text), bytes: fc.uint8Array({ maxLength: 50 }) })
    await fc.assert(
      fc.asyncProperty(text, text, fc.array(member, { maxLength: 5 }), async (title, note, members) => {
        const about = { ...ABOUT, title, note }
        const whole = bundle(
          about,
          members.map(({ bytes }) => bytes),
          members,
        )
        expect(isBundle(whole)).toBe(true)
        const { members: placed, ...said } = await readBundle(file(whole))
        expect(said).toEqual(about)
        expect(placed.map(({ name, label }) => ({ name, label }))).toEqual(
          members.map(({ name, label }) => ({ name, label })),
        )
        placed.forEach(({ from, bytes }, i) =>
          expect([...whole.subarray(from, from + bytes)]).toEqual([...members[i]!.bytes]),
        )
      }),
    )
  })

  test('says which findings of its captures the sender muted, and why', async () => {
    const muted = [{ key: 'large-collection/abc', reason: 'bounded elsewhere', when: 1 }]
    const whole = bundle(
      ABOUT,
      [Uint8Array.of(1), Uint8Array.of(2)],
      [
        { name: 'a', label: null, muted },
        { name: 'b', label: null },
      ],
    )
    const { members } = await readBundle(file(whole))
    expect(members.map((member) => member.muted)).toEqual([muted, undefined])
  })

  test('says what of its captures the sender took for libraries', async () => {
    const libraries = ['/charts/', 'shop.orm']
    const whole = bundle(ABOUT, [Uint8Array.of(1)], [{ name: 'a', label: null, libraries }])
    expect((await readBundle(file(whole))).members.map((member) => member.libraries)).toEqual([libraries])
  })

  test('that was cut anywhere is refused', async () => {
    const whole = small()
    for (let length = 0; length < whole.length; length++) {
      await expect(readBundle(file(whole.subarray(0, length)))).rejects.toThrow(HeapError)
    }
  })

  test('is refused when any bit outside its captures is another', async () => {
    const whole = small()
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const byte = bit >> 3
      if (byte >= 16 && byte < 19) continue
      const damaged = whole.slice()
      damaged[byte]! ^= 1 << (bit & 7)
      await expect(readBundle(file(damaged)), `bit ${bit}`).rejects.toThrow(HeapError)
    }
  })

  test('of a later version asks for a newer program', async () => {
    const whole = small()
    const view = new DataView(whole.buffer, whole.byteOffset)
    view.setUint32(8, 2, true)
    view.setUint32(12, crc32(whole.subarray(0, 12)), true)
    await expect(readBundle(file(whole))).rejects.toMatchObject({ code: 'too-new' })
  })
})
