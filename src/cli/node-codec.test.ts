import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32 } from '#engine/format/container/crc32.ts'
import { streamCodec } from '#engine/format/container/stream-codec.ts'
import { nodeCodec } from './node-codec.ts'

test('what one codec compresses the other decompresses', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
      for (const [from, to] of [
        [nodeCodec, streamCodec],
        [streamCodec, nodeCodec],
      ] as const) {
        const out = await to.decompress(await from.compress(bytes), bytes.length)
        expect(new Uint8Array(out)).toEqual(bytes)
      }
    }),
    { numRuns: 30 },
  )
})

test.each([nodeCodec, streamCodec])('another length than was said is refused', async (codec) => {
  const block = await codec.compress(new Uint8Array(1000))
  await expect(codec.decompress(block, 999)).rejects.toBeInstanceOf(Error)
  await expect(codec.decompress(block, 1001)).rejects.toBeInstanceOf(Error)
  await expect(codec.decompress(block.subarray(0, 2), 1000)).rejects.toBeInstanceOf(Error)
})

test('bytes are summed up as the engine does it', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => nodeCodec.checksum!(bytes) === crc32(bytes)))
})
