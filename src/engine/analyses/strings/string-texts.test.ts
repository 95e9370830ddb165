import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StringTableBuilder } from '../../model/string-table.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { drawHeap } from '../../testing/draw-heap.ts'
import { buildSnapshot, type EdgeSpec, type NodeSpec } from '../../testing/heap-builder.ts'
import { quietTask, restlessTask } from '../../testing/quiet-task.ts'
import { duplicatedTexts, stringsOfText } from './list-strings.ts'
import { NO_TEXT } from './rope-texts.ts'
import { stringOverview } from './string-overview.ts'
import { sortByText } from './string-texts.ts'

interface RandomString {
  readonly text: string
  /** Parts by position among all strings; nothing where it is flat. */
  readonly parts: readonly (number | null)[]
  readonly size: number
  readonly type: string
}

const aPart = fc.option(fc.nat({ max: 11 }), { freq: 6 })

const aString: fc.Arbitrary<RandomString> = fc.record({
  text: fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 }),
    fc.string({ unit: fc.constantFrom('"', '\\', 'é', '😀', '\n', 'a'), maxLength: 3 }),
    fc.constantFrom('x'.repeat(1023), 'x'.repeat(1024)),
  ),
  parts: fc.oneof(fc.constant<(number | null)[]>([]), fc.array(aPart, { minLength: 2, maxLength: 2 })),
  size: fc.nat({ max: 3 }),
  type: fc.constantFrom('string', 'string', 'string', 'sliced string', 'symbol', 'object'),
})

function heapOf(strings: readonly RandomString[]): Snapshot {
  const nodes: NodeSpec[] = [{ type: 'synthetic', name: '', id: 1, selfSize: 0 }]
  const edges: EdgeSpec[] = []
  strings.forEach(({ text, parts, size, type }, i) => {
    const isRope = parts.length > 0
    const name = isRope ? '(concatenated string)' : type === 'sliced string' ? '(sliced string)' : text
    nodes.push({ type: isRope ? 'concatenated string' : type, name, id: 2 * i + 3, selfSize: size })
    edges.push({ from: 0, to: i + 1, type: 'element', name: i })
    parts.forEach((part, side) => {
      if (part === null || part >= strings.length) return
      edges.push({ from: i + 1, to: part + 1, type: 'internal', name: side === 0 ? 'first' : 'second' })
    })
  })
  return buildSnapshot({ root: 0, nodes, edges })
}

/** The same heap whose odd nodes use other strings that read the same, but are written with other escapes. */
function withAliases(snapshot: Snapshot): Snapshot {
  const { strings } = snapshot
  const builder = new StringTableBuilder()
  const encoder = new TextEncoder()
  const texts = Array.from({ length: strings.count }, (_, i) => strings.text(i))
  const put = (written: string): void => {
    const bytes = encoder.encode(written)
    builder.append(bytes, 0, bytes.length)
    builder.finish()
  }
  for (const text of texts) put(JSON.stringify(text).slice(1, -1))
  for (const text of texts) {
    put(text.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`))
  }
  const nodeName = snapshot.nodeName.map((name, node) => (node % 2 === 1 ? name + texts.length : name))
  return { ...snapshot, strings: builder.build(), nodeName }
}

/** The text of a string by walking its parts, or null where it is not known. */
function naiveText(
  strings: readonly RandomString[],
  at: number,
  above: readonly number[] = [],
): string | null {
  const { text, parts, type } = strings[at]!
  if (above.includes(at)) return null
  const present = parts.filter((part) => part !== null && part < strings.length)
  if (parts.length > 0 && present.length === 0) return null
  if (present.length === 0) return type === 'sliced string' ? null : text
  let joined = ''
  for (const part of present) {
    const inner = naiveText(strings, part!, [...above, at])
    if (inner === null) return null
    joined += inner
  }
  return joined
}

function isListed({ size, type, parts }: RandomString): boolean {
  return size > 0 && (parts.length > 0 || type === 'string' || type === 'sliced string')
}

test('strings are sorted by their whole text, however it is stored, as walking over their parts tells', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aString, { maxLength: 12 }), fc.boolean(), async (strings, aliases) => {
      const plain = heapOf(strings)
      const snapshot = aliases ? withAliases(plain) : plain
      const texts = await sortByText(snapshot, snapshot.selfSize, quietTask())
      const listed = [...strings.keys()].filter((i) => isListed(strings[i]!))
      expect([...texts.nodes]).toEqual(listed.map((i) => i + 1))
      const groups = new Map<string, number[]>()
      for (const i of listed) {
        const text = naiveText(strings, i)
        const place = texts.nodes.indexOf(i + 1)
        if (text === null) {
          expect(texts.text[place]).toBe(NO_TEXT)
          continue
        }
        expect(texts.length[texts.text[place]!]).toBe(text.length)
        groups.set(text, [...(groups.get(text) ?? []), i + 1])
      }
      const found = Array.from({ length: texts.count }, (_, text) => [...stringsOfText(texts, text)])
      const sorted = (lists: readonly number[][]): string[] => lists.map((list) => list.join()).toSorted()
      expect(sorted(found.filter((list) => list.length > 0))).toEqual(sorted([...groups.values()]))
      expectTotals(snapshot, texts, strings, listed, groups)
    }),
    { numRuns: 800 },
  )
})

function expectTotals(
  snapshot: Snapshot,
  texts: Awaited<ReturnType<typeof sortByText>>,
  strings: readonly RandomString[],
  listed: readonly number[],
  groups: ReadonlyMap<string, readonly number[]>,
): void {
  const { totals, lengths } = stringOverview(texts, (node) => snapshot.selfSize[node]!)
  const sizes = (nodes: readonly number[]): number[] => nodes.map((node) => strings[node - 1]!.size)
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
  const duplicated = [...groups.values()].filter((nodes) => nodes.length > 1)
  expect(totals).toMatchObject({
    count: listed.length,
    bytes: sum(listed.map((i) => strings[i]!.size)),
    distinct: groups.size,
    unknown: listed.length - [...groups.values()].flat().length,
    duplicated: duplicated.length,
    copies: duplicated.flat().length,
    wasted: sum(duplicated.map((nodes) => sum(sizes(nodes)) - Math.max(...sizes(nodes)))),
  })
  expect(sum(lengths.map((bin) => bin.count))).toBe(totals.count - totals.unknown)
  for (const { from, to, count } of lengths) {
    const within = [...groups].filter(([text]) => text.length >= from && text.length <= to!)
    expect(count).toBe(within.flatMap(([, nodes]) => nodes).length)
  }
}

describe('texts that V8 cut', () => {
  test('are marked, and so is what they are part of', async () => {
    const long = 'x'.repeat(1024)
    const drawn = drawHeap(`
      whole: string "${long.slice(1)}"; cut: string "${long}"; rope: concatenated-string "(concatenated string)"
      short: string "y"; other: concatenated-string "(concatenated string)"
      rope -internal:first-> cut; rope -internal:second-> short
      other -internal:first-> whole; other -internal:second-> short
      root -> rope; root -> other
    `)
    const { snapshot } = drawn
    const texts = await sortByText(snapshot, snapshot.selfSize, quietTask())
    const isCut = (key: string): boolean => texts.cut[texts.text[texts.nodes.indexOf(drawn.node(key))]!] === 1
    expect(['whole', 'cut', 'rope', 'short', 'other'].map(isCut)).toEqual([false, true, true, false, false])
  })
})

test('a joined string of thousands of links is compared without recursion', async () => {
  const links = 4000
  const nodes: NodeSpec[] = [{ type: 'synthetic', name: '', id: 1, selfSize: 0 }]
  nodes.push({ type: 'string', name: 'ab', id: 3, selfSize: 8 })
  const edges: EdgeSpec[] = []
  /** A chain that grows at its end, then one that grows at its beginning: they read the same. */
  for (const side of ['first', 'second']) {
    for (let i = 0; i < links; i++) {
      const node =
        nodes.push({ type: 'concatenated string', name: '', id: nodes.length * 2 + 1, selfSize: 4 }) - 1
      edges.push({ from: node, to: i === 0 ? 1 : node - 1, type: 'internal', name: side })
      edges.push({ from: node, to: 1, type: 'internal', name: side === 'first' ? 'second' : 'first' })
    }
  }
  const snapshot = buildSnapshot({ root: 0, nodes, edges })
  const { task, pauses } = restlessTask()
  const texts = await sortByText(snapshot, snapshot.selfSize, task)
  expect(duplicatedTexts(texts).length).toBe(links)
  expect(texts.length[texts.text.at(-1)!]).toBe(2 * (links + 1))
  expect(pauses()).toBeGreaterThan(3)
})
