import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { HeapError } from '../base/error.ts'
import type { ContainerColumn } from '../format/container/writer.ts'
import { makeLink } from '../model/links.ts'
import { askSide } from '../testing/ask-side.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { randomAccessSource } from '../testing/memory-container.ts'
import { reseal, unseal } from '../testing/reseal.ts'
import { sampleText, sourceOf } from '../testing/sample-text.ts'
import { openWhole, saved, type Sections, sectionsOf, withSections } from '../testing/saving.ts'
import { SECTION } from './section-names.ts'

/** Containers whose checksums are right, with columns that never came from a heap. */
let container: Uint8Array
let sections: Sections

beforeAll(async () => {
  container = await saved(await openWhole(sourceOf([new TextEncoder().encode(sampleText())])))
  sections = await sectionsOf(container)
})

/** Opens a container and asks everything a page would; only a HeapError may come of it. */
async function openAndAsk(bytes: Uint8Array): Promise<'opened' | HeapError> {
  try {
    const session = await openWhole(randomAccessSource(bytes))
    await session.findRetainers(QUIET_HOST)
    const { nodes } = session.summary()
    const request = { start: 0, end: 100 } as const
    session.kinds()
    const { rows } = session.classes({ ...request, sort: { column: 'name', descending: true } })
    for (const { key } of rows) {
      await session.instances(key, { ...request, sort: { column: 'name', descending: false } }, QUIET_HOST)
      session.classByKey(key)
    }
    await session.objects({ ...request, sort: { column: 'distance', descending: true } }, QUIET_HOST)
    for (let node = 0; node < nodes; node++) {
      session.object(node)
      session.references(node, { ...request, sort: { column: 'edge', descending: false } })
      session.retainers(node, request)
      await session.dominated(node, request, QUIET_HOST)
    }
    session.records(0, nodes)
    await askSide(session)
    return 'opened'
  } catch (error) {
    expect(error).toBeInstanceOf(HeapError)
    expect((error as HeapError).message).toMatch(/^[A-Z][^\n]{10,400}\.$/)
    return error as HeapError
  }
}

/** The same numbers with one of them changed. */
function changed(column: ContainerColumn, at: number, value: number): ContainerColumn {
  const copy = column.slice()
  copy[at] = value
  return copy
}

test('a container that was only copied opens', async () => {
  expect(await openAndAsk(await withSections(container, sections))).toBe('opened')
})

describe.each<[string, (all: Sections) => Partial<Sections>]>([
  [SECTION.dominators, (all) => ({ [SECTION.dominators]: changed(all[SECTION.dominators]!, 1, 99) })],
  [SECTION.nodeNames, (all) => ({ [SECTION.nodeNames]: changed(all[SECTION.nodeNames]!, 1, 99) })],
  [SECTION.nodeTypes, (all) => ({ [SECTION.nodeTypes]: changed(all[SECTION.nodeTypes]!, 1, 200) })],
  [SECTION.nodeClasses, (all) => ({ [SECTION.nodeClasses]: changed(all[SECTION.nodeClasses]!, 1, 99) })],
  [SECTION.firstEdges, (all) => ({ [SECTION.firstEdges]: changed(all[SECTION.firstEdges]!, 2, 99) })],
  [
    SECTION.edgeLinks,
    (all) => ({ [SECTION.edgeLinks]: changed(all[SECTION.edgeLinks]!, 0, makeLink(5, 2)) }),
  ],
  [
    SECTION.nameSequences,
    (all) => ({ [SECTION.nameSequences]: changed(all[SECTION.nameSequences]!, 1, 99) }),
  ],
  [
    SECTION.sequenceLengths,
    (all) => ({ [SECTION.sequenceLengths]: changed(all[SECTION.sequenceLengths]!, 0, 99) }),
  ],
  [
    SECTION.sequenceNames,
    (all) => ({ [SECTION.sequenceNames]: changed(all[SECTION.sequenceNames]!, 0, 99) }),
  ],
  [SECTION.distances, (all) => ({ [SECTION.distances]: changed(all[SECTION.distances]!, 0, -2) })],
  [SECTION.shallowSizes, () => ({ [SECTION.shallowSizes]: Float64Array.of(1, 2, Number.NaN, 3, 4) })],
  [SECTION.retainedSizes, () => ({ [SECTION.retainedSizes]: Float64Array.of(1, 2, -1, 3, 4) })],
  [SECTION.nodePlaces, (all) => ({ [SECTION.nodePlaces]: changed(all[SECTION.nodePlaces]!, 1, 7) })],
  [
    SECTION.traceFunctionNames,
    (all) => ({ [SECTION.traceFunctionNames]: changed(all[SECTION.traceFunctionNames]!, 1, 99) }),
  ],
  [SECTION.traceParents, (all) => ({ [SECTION.traceParents]: changed(all[SECTION.traceParents]!, 1, 2) })],
  [
    SECTION.traceFunctions,
    (all) => ({ [SECTION.traceFunctions]: changed(all[SECTION.traceFunctions]!, 1, 2) }),
  ],
  [SECTION.traceSizes, () => ({ [SECTION.traceSizes]: Float64Array.of(1, 2, -1, 3) })],
  [SECTION.sampleIds, () => ({ [SECTION.sampleIds]: new Uint32Array(1) })],
  [
    SECTION.scopeVariables,
    (all) => ({ [SECTION.scopeVariables]: changed(all[SECTION.scopeVariables]!, 1, 99) }),
  ],
  [
    SECTION.scopeVariableStarts,
    (all) => ({ [SECTION.scopeVariableStarts]: changed(all[SECTION.scopeVariableStarts]!, 1, 3) }),
  ],
  [
    SECTION.scopeUseStarts,
    (all) => ({ [SECTION.scopeUseStarts]: changed(all[SECTION.scopeUseStarts]!, 2, 1) }),
  ],
  [SECTION.scopeUseSlots, () => ({ [SECTION.scopeUseSlots]: new Uint32Array(3) })],
  [SECTION.pageNodes, () => ({ [SECTION.pageNodes]: new Uint8Array(2) })],
  [SECTION.detachedness, () => ({ [SECTION.detachedness]: new Uint8Array(4) })],
  [
    SECTION.stringLengths,
    (all) => ({ [SECTION.stringLengths]: changed(all[SECTION.stringLengths]!, 1, 500) }),
  ],
  [SECTION.stringBytes, (all) => ({ [SECTION.stringBytes]: all[SECTION.stringBytes]!.slice(1) })],
  [SECTION.addedStrings, () => ({ [SECTION.addedStrings]: new TextEncoder().encode('[1]') })],
])('nonsense in the section “%s”', (name, edit) => {
  test('is refused by its name', async () => {
    const bytes = await withSections(container, { ...sections, ...(edit(sections) as Sections) })
    const outcome = await openAndAsk(bytes)
    expect(outcome).toMatchObject({ code: 'bad-container' })
    // Lengths that do not fit are a matter of two sections.
    const others: Record<string, string> = {
      [SECTION.stringLengths]: SECTION.stringBytes,
      [SECTION.sequenceLengths]: SECTION.sequenceNames,
    }
    expect((outcome as HeapError).place!.section).toBe(others[name] ?? name)
  })
})

test('dominators that go round in a circle are refused', async () => {
  const { root } = (JSON.parse(unseal(container).contents) as { meta: { root: number } }).meta
  const dominators = Uint32Array.of(0, 2, 3, 1, 0)
  dominators[root] = root
  const bytes = await withSections(container, { ...sections, [SECTION.dominators]: dominators })
  expect(await openAndAsk(bytes)).toMatchObject({ code: 'bad-container' })
})

test.each(['overview', 'meta'])(
  'nonsense in the JSON of %s never does anything but refuse',
  async (where) => {
    const parts = unseal(container)
    const text = where === 'meta' ? parts.contents : new TextDecoder().decode(sections[SECTION.overview])
    const values: unknown[] = [null, -1, 1.5, 'x', [], {}, 1e300, true, 4_294_967_295]
    const outcomes = { opened: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(...values), async (place, value) => {
        const places = paths(JSON.parse(text) as unknown)
        const altered = JSON.parse(text) as unknown
        replace(altered, places[place % places.length]!, value)
        const json = JSON.stringify(altered)
        const bytes =
          where === 'meta'
            ? reseal(container, { ...parts, contents: json })
            : await withSections(container, {
                ...sections,
                [SECTION.overview]: new TextEncoder().encode(json),
              })
        outcomes[(await openAndAsk(bytes)) === 'opened' ? 'opened' : 'refused']++
      }),
      { numRuns: 200 },
    )
    expect(outcomes.refused).toBeGreaterThan(50)
  },
)

type Path = readonly (string | number)[]

/** The places of all values inside a JSON value. */
function paths(value: unknown, from: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.flatMap((key) => {
    const path = [...from, key]
    return [path, ...paths((value as Record<string | number, unknown>)[key], path)]
  })
}

function replace(value: unknown, path: Path, by: unknown): void {
  let at = value as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>
  at[path.at(-1)!] = by
}

test('hundreds of containers with numbers changed at random open or are refused, and none hangs', async () => {
  const truth = new URL('../../../fixtures/truth/names.heapsnapshot', import.meta.url)
  const other = await saved(await openWhole(sourceOf([new Uint8Array(readFileSync(truth))])))
  const all = [
    [container, sections],
    [other, await sectionsOf(other)],
  ] as const
  const edit = fc.record({
    section: fc.nat(),
    at: fc.nat(),
    kind: fc.constantFrom('set', 'set', 'set', 'shorter', 'longer', 'none'),
    value: fc.oneof(fc.nat({ max: 12 }), fc.constantFrom(255, 2 ** 31, 2 ** 32 - 1, 2 ** 32 - 16), fc.nat()),
  })
  const outcomes = { opened: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 1 }),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      async (which, edits) => {
        const [whole, from] = all[which]!
        const altered: Sections = { ...from }
        for (const { section, at, kind, value } of edits) {
          const names = Object.keys(altered)
          const name = names[section % names.length]!
          const column = altered[name]!
          if (kind === 'none') delete altered[name]
          else if (kind === 'shorter') altered[name] = column.slice(0, -1)
          else if (kind === 'longer') altered[name] = twice(column)
          else altered[name] = changed(column, at % Math.max(1, column.length), value)
        }
        const bytes = await withSections(whole, altered)
        outcomes[(await openAndAsk(bytes)) === 'opened' ? 'opened' : 'refused']++
      },
    ),
    { numRuns: 500 },
  )
  // Both ways must have been tried, or the changes are too strong or too weak to find anything.
  expect(outcomes.opened).toBeGreaterThan(30)
  expect(outcomes.refused).toBeGreaterThan(100)
}, 120_000)

function twice(column: ContainerColumn): ContainerColumn {
  const longer = new (column.constructor as new (length: number) => ContainerColumn)(column.length * 2)
  longer.set(column)
  longer.set(column, column.length)
  return longer
}

test('a container is refused whichever byte is wrong, whether totals are asked for or objects', async () => {
  for (let byte = 0; byte < container.length; byte++) {
    const damaged = container.slice()
    damaged[byte]! ^= 1 << (byte & 7)
    expect(await openAndAsk(damaged)).toBeInstanceOf(HeapError)
  }
})
