import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newKey, seal } from './seal.ts'
import { CHUNK_BYTES, HEADER_BYTES, sealedLength, TAG_BYTES } from './sealed-layout.ts'
import { unseal } from './unseal.ts'

/** Small enough that a few bytes make several. */
const CHUNK = 16
const SEALED_CHUNK = CHUNK + TAG_BYTES

async function* stream(bytes: Uint8Array, step = 7): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += step) yield bytes.subarray(from, from + step)
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return new Uint8Array(Buffer.concat(all))
}

const sealed = (bytes: Uint8Array, key = newKey()) => collect(seal(stream(bytes), key, CHUNK))
const opened = (bytes: Uint8Array, key: Uint8Array<ArrayBuffer>) => collect(unseal(stream(bytes, 11), key))
const counting = (length: number) => Uint8Array.from({ length }, (_, i) => i * 7)

describe('sealing', () => {
  test('and opening with the key gives the same bytes, however they come', async () => {
    const steps = fc.integer({ min: 1, max: 60 })
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), steps, steps, async (bytes, there, back) => {
        const key = newKey()
        const file = await collect(seal(stream(bytes, there), key, CHUNK))
        expect(file.length).toBe(sealedLength(bytes.length, CHUNK))
        expect([...(await collect(unseal(stream(file, back), key)))]).toEqual([...bytes])
      }),
    )
  })

  test('the same twice gives two files that have nothing in common', async () => {
    const key = newKey()
    const [one, other] = [await sealed(counting(64), key), await sealed(counting(64), key)]
    const same = one.subarray(16).filter((byte, i) => byte === other[16 + i])
    expect(same.length).toBeLessThan(20)
  })

  test('full chunks of the usual size', async () => {
    const key = newKey()
    const bytes = counting(2 * CHUNK_BYTES)
    const file = await collect(seal(stream(bytes, 1 << 16), key))
    expect(file.length).toBe(sealedLength(bytes.length))
    expect(Buffer.compare(await collect(unseal(stream(file, 1 << 16), key)), bytes)).toBe(0)
  })
})

describe('a sealed file', () => {
  test('says so when the key is another', async () => {
    await expect(opened(await sealed(counting(40)), newKey())).rejects.toMatchObject({ code: 'wrong-key' })
  })

  test('does not open with any bit changed', async () => {
    const key = newKey()
    const file = await sealed(counting(40), key)
    for (let bit = 0; bit < file.length * 8; bit++) {
      const changed = file.slice()
      changed[bit >> 3]! ^= 1 << (bit & 7)
      await expect(opened(changed, key), `bit ${bit}`).rejects.toMatchObject({ name: 'ShareError' })
    }
  })

  test('does not open cut off anywhere, nor with anything behind it', async () => {
    const key = newKey()
    const file = await sealed(counting(40), key)
    for (let length = 0; length < file.length; length++) {
      await expect(opened(file.subarray(0, length), key)).rejects.toMatchObject({ name: 'ShareError' })
    }
    const longer = new Uint8Array([...file, 0])
    await expect(opened(longer, key)).rejects.toMatchObject({ name: 'ShareError' })
  })

  test('cut between two chunks says that it was cut off', async () => {
    const key = newKey()
    const file = await sealed(counting(40), key)
    for (const chunks of [1, 2]) {
      const cut = file.subarray(0, HEADER_BYTES + chunks * SEALED_CHUNK)
      await expect(opened(cut, key)).rejects.toMatchObject({ code: 'cut-off' })
    }
  })

  test('does not open with chunks swapped, repeated or left out', async () => {
    const key = newKey()
    const file = await sealed(counting(60), key)
    const chunk = (i: number) =>
      file.slice(HEADER_BYTES + i * SEALED_CHUNK, HEADER_BYTES + (i + 1) * SEALED_CHUNK)
    const header = file.slice(0, HEADER_BYTES)
    for (const order of [[1, 0, 2, 3], [0, 0, 1, 2, 3], [0, 2, 3], [0, 1, 3], [3]]) {
      const other = new Uint8Array(Buffer.concat([header, ...order.map(chunk)]))
      await expect(opened(other, key), String(order)).rejects.toMatchObject({ code: 'damaged' })
    }
  })

  test('does not take chunks of another file with the same key', async () => {
    const key = newKey()
    const [one, other] = [await sealed(counting(40), key), await sealed(counting(40), key)]
    const mixed = one.slice()
    mixed.set(other.subarray(HEADER_BYTES, HEADER_BYTES + SEALED_CHUNK), HEADER_BYTES)
    await expect(opened(mixed, key)).rejects.toMatchObject({ code: 'damaged' })
  })

  test('does not take memory because its header says so', async () => {
    const key = newKey()
    const file = await sealed(counting(40), key)
    new DataView(file.buffer).setUint32(12, 0xffffffff, true)
    await expect(opened(file, key)).rejects.toMatchObject({ code: 'damaged' })
  })

  test('of a later version asks for a newer program', async () => {
    const key = newKey()
    const file = await sealed(counting(40), key)
    new DataView(file.buffer).setUint32(8, 2, true)
    await expect(opened(file, key)).rejects.toMatchObject({ code: 'too-new' })
  })
})
