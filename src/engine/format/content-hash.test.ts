import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canHash, ContentHash, hashed, PIECE_BYTES } from './content-hash.ts'

/** The definition, for a file in memory. */
function expected(bytes: Uint8Array): string {
  const whole = createHash('sha256')
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    whole.update(
      createHash('sha256')
        .update(bytes.subarray(at, at + PIECE_BYTES))
        .digest(),
    )
  }
  return whole.digest('hex')
}

function sample(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Math.imul(i, 0x9e37_79b1) >>> 24)
}

async function hashInPieces(bytes: Uint8Array, cuts: readonly number[]): Promise<string> {
  const hash = new ContentHash()
  let from = 0
  for (const cut of [...cuts.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    const piece = bytes.slice(from, cut)
    await hash.update(piece)
    // A source may use its buffer again.
    piece.fill(0)
    from = cut
  }
  expect(hash.bytes).toBe(bytes.length)
  return hash.digest()
}

test.each([0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES + 7])(
  '%i bytes have the hash that the definition says, however they are cut',
  async (length) => {
    const bytes = sample(length)
    const definition = expected(bytes)
    expect(await hashInPieces(bytes, [])).toBe(definition)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 5 }), async (cuts) => {
        expect(await hashInPieces(bytes, cuts)).toBe(definition)
      }),
      { numRuns: 5 },
    )
  },
)

test('the hash of nothing and of one letter never change', async () => {
  expect(await hashInPieces(new Uint8Array(0), [])).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  )
  expect(await hashInPieces(new TextEncoder().encode('a'), [])).toBe(
    'bf5d3affb73efd2ec6c36ad3112dd933efed63c4e1cbffcfa88e2759c144f2d8',
  )
})

test('bytes pass through unchanged while they are hashed', async () => {
  expect(canHash()).toBe(true)
  const hash = new ContentHash()
  const seen: number[] = []
  async function* source() {
    yield Uint8Array.of(1, 2)
    yield Uint8Array.of(3)
  }
  for await (const chunk of hashed(source(), hash)) seen.push(...chunk)
  expect(seen).toEqual([1, 2, 3])
  expect(await hash.digest()).toBe(expected(Uint8Array.of(1, 2, 3)))
})
