import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HeapError } from './base/error.ts'
import { Session } from './session.ts'
import { sampleText, sourceOf } from './testing/sample-text.ts'
import { QUIET_HOST } from './testing/captures.ts'
import { askSide } from './testing/ask-side.ts'

const FIXTURES = new URL('../../fixtures/', import.meta.url)
const truth = new URL('truth/', FIXTURES)

const smallCaptures = [
  new TextEncoder().encode(sampleText()),
  ...readdirSync(truth)
    .filter((name) => name.endsWith('.heapsnapshot'))
    .map((name) => new Uint8Array(readFileSync(new URL(name, truth)))),
  ...['tracemalloc-3.8-1.pickle', 'mprof-children.dat', 'line-report.txt'].map(
    (name) => new Uint8Array(readFileSync(new URL(`python/${name}`, FIXTURES))),
  ),
]

/** One edit: what becomes of the bytes from a place on. */
const edit = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('set', 'insert', 'delete', 'digit', 'repeat'),
  byte: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(...Buffer.from('0123456789,[]{}":\\- '))),
  length: fc.integer({ min: 1, max: 60 }),
})

type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never

function mutate(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let text = [...bytes]
  for (const { at, kind, byte, length } of edits) {
    const place = at % text.length
    if (kind === 'set') text[place] = byte
    else if (kind === 'insert') text.splice(place, 0, byte)
    else if (kind === 'delete') text.splice(place, length)
    else if (kind === 'repeat') text.splice(place, 0, ...text.slice(place, place + length))
    else text = text.map((b, i) => (i >= place && i < place + length && b >= 0x30 && b <= 0x39 ? 0x39 : b))
    if (text.length === 0) text.push(byte)
  }
  return Uint8Array.from(text)
}

/** No case may hold the thread longer than this, nor leave more memory behind than that. */
const MAX_CASE_MS = 1000
const MAX_GROWTH_BYTES = 512 << 20

/** Tries one case within the bounds of time and memory. */
async function tryWithin(bytes: Uint8Array): Promise<'opened' | 'refused'> {
  const before = process.memoryUsage().rss
  const started = performance.now()
  const outcome = await openAndAsk(bytes)
  expect(performance.now() - started).toBeLessThan(MAX_CASE_MS)
  expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH_BYTES)
  return outcome
}

/** Opens the bytes and asks everything a page would; only a HeapError may come of it. */
async function openAndAsk(bytes: Uint8Array): Promise<'opened' | 'refused'> {
  const host = QUIET_HOST
  let session: Session
  try {
    session = await Session.read(sourceOf([bytes]), host)
  } catch (error) {
    expect(error).toBeInstanceOf(HeapError)
    expect((error as HeapError).message).toMatch(/^[A-Z“][^\n]{10,600}\.$/)
    return 'refused'
  }
  await session.complete(host)
  await session.findRetainers(host)
  const { nodes, shallowSize } = session.summary()
  expect(session.kinds().reduce((sum, row) => sum + row.shallowSize, 0)).toBe(shallowSize)
  session.classes({ start: 0, end: 1000 })
  for (let node = 0; node < Math.min(nodes, 30); node++) {
    session.object(node)
    session.retainers(node, { start: 0, end: 10 })
    session.references(node, { start: 0, end: 10, sort: { column: 'name', descending: false } })
  }
  session.records(0, Math.min(nodes, 1000))
  return 'opened'
}

test('thousands of damaged captures either open or are refused in one sentence', async () => {
  const outcomes = { opened: 0, refused: 0 }
  const property = fc.asyncProperty(
    fc.constantFrom(...smallCaptures),
    fc.array(edit, { minLength: 1, maxLength: 3 }),
    async (bytes, edits) => {
      outcomes[await tryWithin(mutate(bytes, edits))]++
    },
  )
  await fc.assert(property, { numRuns: 4000 })
  // Both ways must have been tried, or the mutations are too strong or too weak to find anything.
  expect(outcomes.opened).toBeGreaterThan(100)
  expect(outcomes.refused).toBeGreaterThan(1000)
}, 60_000)

test('a real capture damaged anywhere either opens or is refused in one sentence', async () => {
  const bytes = new Uint8Array(
    gunzipSync(readFileSync(new URL('captures/bun-1.4.5.heapsnapshot.gz', FIXTURES))),
  )
  const property = fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 2 }), async (edits) => {
    await tryWithin(mutate(bytes, edits))
  })
  await fc.assert(property, { numRuns: 200 })
}, 60_000)

test('what a damaged capture says of allocations and scopes can be asked for, or is refused in one sentence', async () => {
  const bytes = new TextEncoder().encode(sampleText())
  const outcomes = { opened: 0, refused: 0 }
  const property = fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 2 }), async (edits) => {
    try {
      const session = await Session.read(sourceOf([mutate(bytes, edits)]), QUIET_HOST)
      await session.complete(QUIET_HOST)
      await session.findRetainers(QUIET_HOST)
      await askSide(session)
      outcomes.opened++
    } catch (error) {
      expect(error).toBeInstanceOf(HeapError)
      outcomes.refused++
    }
  })
  await fc.assert(property, { numRuns: 600 })
  expect(outcomes.opened).toBeGreaterThan(20)
  expect(outcomes.refused).toBeGreaterThan(100)
}, 60_000)
