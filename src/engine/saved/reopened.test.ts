import { beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '../session.ts'
import { Session as Sessions } from '../session.ts'
import { readCapture } from '../format/open.ts'
import { CAPTURES, captureSource, openCapture, QUIET_HOST } from '../testing/captures.ts'
import { memorySink, pipeSource, randomAccessSource } from '../testing/memory-container.ts'
import { edgeNameColumn } from '../testing/edge-name-column.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { reseal, unseal } from '../testing/reseal.ts'
import { sampleText, sourceOf } from '../testing/sample-text.ts'
import { MAKING, openWhole, saved, sectionsOf, withSections } from '../testing/saving.ts'
import { SECTION } from './section-names.ts'

const EVERYTHING = { start: 0, end: 10_000_000 }

/** The summary but for how long it took. */
function totals(session: Session) {
  return { ...session.summary(), phases: [] }
}

/** What lists of classes answer, in several orders. */
function classAnswers(session: Session) {
  const first = session.classes({ start: 0, end: 5 }).rows[0]!
  return {
    kinds: session.kinds(),
    classes: session.classes(EVERYTHING),
    byName: session.classes({ ...EVERYTHING, sort: { column: 'name', descending: false } }),
    filtered: session.classes({ start: 0, end: 50, filter: '/^[A-Z]/' }),
    byKey: session.classByKey(first.key),
    none: session.classByKey('no such class'),
    found: session.find('o', 20),
  }
}

/** What is known of some nodes, spread over the heap. */
function nodeAnswers(session: Session, nodes: number) {
  const request = { start: 0, end: 30 }
  const answers = Array.from({ length: 60 }, async (_, i) => {
    const node = Math.floor((i * (nodes - 1)) / 59)
    return {
      detail: session.object(node),
      references: session.references(node, request),
      retainers: session.retainers(node, request),
      dominated: await session.dominated(node, request, QUIET_HOST),
    }
  })
  return Promise.all(answers)
}

describe.each(CAPTURES)('%s, saved and opened again', (name) => {
  let original: Session
  let container: Uint8Array
  let again: Session

  beforeAll(async () => {
    original = await openCapture(name)
    container = await saved(original)
    again = await openWhole(randomAccessSource(container))
    await again.findRetainers(QUIET_HOST)
  }, 30_000)

  test('has the same totals, kinds and classes, before its objects are read and after', async () => {
    const early = await Sessions.read(randomAccessSource(container), QUIET_HOST)
    expect(early.hasTotals && !early.isLoaded).toBe(true)
    expect(totals(early)).toEqual({ ...totals(original), stage: 'totals' })
    expect(classAnswers(early)).toEqual(classAnswers(original))
    expect(totals(again)).toEqual(totals(original))
    expect(classAnswers(again)).toEqual(classAnswers(original))
  })

  test('has the same nodes', () => {
    const { nodes } = original.summary()
    expect(again.records(0, nodes)).toEqual(original.records(0, nodes))
  })

  test('lists objects in the same order', async () => {
    const request = { start: 0, end: 300, sort: { column: 'retainedSize', descending: true } } as const
    expect(await again.objects(request, QUIET_HOST)).toEqual(await original.objects(request, QUIET_HOST))
    const { key } = original.classes({ start: 0, end: 1 }).rows[0]!
    expect(await again.instances(key, request, QUIET_HOST)).toEqual(
      await original.instances(key, request, QUIET_HOST),
    )
    const { id } = original.object(7).node
    expect(again.find(`@${id}`, 1)).toEqual(original.find(`@${id}`, 1))
  })

  test('knows the same of objects: details, paths, references, retainers, what they dominate', async () => {
    const { nodes } = original.summary()
    expect(await nodeAnswers(again, nodes)).toEqual(await nodeAnswers(original, nodes))
  })

  test('is saved again byte for byte', async () => {
    expect(Buffer.from(await saved(again)).equals(container)).toBe(true)
  })

  test('is much smaller than the capture, compressed or not', async () => {
    let compressed = 0
    for await (const chunk of captureSource(name).chunks()) compressed += chunk.length
    expect(original.summary().bytes / container.length).toBeGreaterThan(4)
    expect(container.length).toBeLessThan(1.3 * compressed)
  })
})

describe('a small heap', () => {
  let container: Uint8Array

  beforeAll(async () => {
    container = await saved(await openWhole(sourceOf([new TextEncoder().encode(sampleText())])))
  })

  test('comes back from a pipe as from a file', async () => {
    const fromFile = await openWhole(randomAccessSource(container))
    const fromPipe = await openWhole(pipeSource(container, 3))
    expect(fromPipe.records(0, 5)).toEqual(fromFile.records(0, 5))
    expect(totals(fromPipe)).toEqual(totals(fromFile))
  })

  test('keeps where it came from however often it is saved', async () => {
    const again = await openWhole(randomAccessSource(container, 'renamed.heapscope'))
    const sink = memorySink()
    await again.save(sink, { ...MAKING, contentHash: null, producer: 'another' }, QUIET_HOST)
    expect(Buffer.from(sink.bytes()).equals(container)).toBe(true)
    expect(again.summary().file).toBe('test.heapsnapshot')
  })

  test('says that objects are still being read when they are asked for too early', async () => {
    const early = await Sessions.read(randomAccessSource(container), QUIET_HOST)
    for (const ask of [
      () => early.object(0),
      () => early.nodeById(1),
      () => early.records(0, 1),
      () => early.find('@1', 1),
    ]) {
      expect(ask).toThrow(expect.objectContaining({ code: 'not-ready' }) as Error)
    }
    await expect(early.objects(EVERYTHING, QUIET_HOST)).rejects.toMatchObject({ code: 'not-ready' })
    await expect(early.save(memorySink(), MAKING, QUIET_HOST)).rejects.toMatchObject({ code: 'not-ready' })
  })

  test('cannot be saved before everything about it is known', async () => {
    const session = await Sessions.read(sourceOf([new TextEncoder().encode(sampleText())]), QUIET_HOST)
    await expect(session.save(memorySink(), MAKING, QUIET_HOST)).rejects.toMatchObject({ code: 'not-ready' })
  })

  test('names each of its phases once', async () => {
    const again = await openWhole(randomAccessSource(container))
    expect(again.summary().phases.map(({ name }) => name)).toEqual(['read', 'edges'])
  })

  test('can be cancelled all along its way back, and be read after that', async () => {
    for (let ticks = 0; ; ticks++) {
      const again = await Sessions.read(randomAccessSource(container), QUIET_HOST)
      let left = ticks
      const signal = {
        get aborted() {
          return left-- <= 0
        },
      }
      const outcome: unknown = await again
        .complete({ ...QUIET_HOST, signal })
        .catch((error: unknown) => error)
      await again.complete(QUIET_HOST)
      expect(again.records(0, 5)).toHaveLength(5)
      if (outcome === undefined) {
        expect(ticks).toBeGreaterThan(20)
        break
      }
      expect(outcome).toMatchObject({ code: 'cancelled' })
    }
  })

  test('has a section for every column', async () => {
    expect(Object.keys(await sectionsOf(container))).toHaveLength(44)
  })

  test('opens from format version 1, which had a name for each edge', async () => {
    const { snapshot } = await readCapture(sourceOf([new TextEncoder().encode(sampleText())]), quietTask())
    const {
      [SECTION.nameSequences]: _,
      [SECTION.sequenceLengths]: __,
      [SECTION.sequenceNames]: ___,
      ...rest
    } = await sectionsOf(container)
    const old = { ...rest, [SECTION.edgeNames]: Uint32Array.from(edgeNameColumn(snapshot)) }
    const bytes = await withSections(container, old)
    const again = await openWhole(randomAccessSource(reseal(bytes, { ...unseal(bytes), version: 1 })))
    const now = await openWhole(randomAccessSource(container))
    for (let node = 0; node < 5; node++) {
      expect(again.references(node, EVERYTHING)).toEqual(now.references(node, EVERYTHING))
    }
    expect(Buffer.from(await saved(again)).equals(container)).toBe(true)
    const wrong = { ...old, [SECTION.edgeNames]: Uint32Array.of(99, 1, 5, 6, 3, 0) }
    await expect(
      withSections(container, wrong).then((some) => openWhole(randomAccessSource(some))),
    ).rejects.toMatchObject({ code: 'bad-container', place: { section: SECTION.edgeNames } })
  })
})
