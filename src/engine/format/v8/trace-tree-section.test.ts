import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HeapError } from '../../base/error.ts'
import type { TraceTree } from '../../model/traces.ts'
import type { RecordLayout } from './record-layouts.ts'
import { TraceTreeSection } from './trace-tree-section.ts'

/** id, function_info_index, count, size, children: as V8 has it. */
const PLAIN: RecordLayout = { stride: 5, fields: [0, 1, 2, 3, 4] }
/** The same in another order, with a field that nobody knows. */
const ODD: RecordLayout = { stride: 6, fields: [5, 0, 1, 4, 3] }

interface Entry {
  readonly values: readonly [id: number, functionIndex: number, count: number, size: number]
  readonly children: readonly Entry[]
}

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const values = fc.tuple(word, word, fc.maxSafeInteger().map(Math.abs), fc.nat())
/** A few trees: each entry hangs on one of those before it, or on none. */
const trees = fc.array(fc.record({ values, above: fc.nat() }), { maxLength: 40 }).map((drawn) => {
  const roots: Entry[] = []
  const lists = [roots]
  for (const { values: own, above } of drawn) {
    const children: Entry[] = []
    lists[above % lists.length]!.push({ values: own, children })
    lists.push(children)
  }
  return roots
})

function toJson(entries: readonly Entry[], layout: RecordLayout): unknown[] {
  return entries.flatMap((one) => {
    const record: unknown[] = Array.from({ length: layout.stride }, () => 9)
    one.values.forEach((value, field) => (record[layout.fields[field]!] = value))
    record[layout.fields[4]!] = toJson(one.children, layout)
    return record
  })
}

function inPreorder(entries: readonly Entry[], parent = -1, rows: number[][] = []): number[][] {
  for (const { values: own, children } of entries) {
    const index = rows.length
    rows.push([...own, parent === -1 ? index : parent])
    inPreorder(children, index, rows)
  }
  return rows
}

function rowsOf({ id, functionIndex, count, size, parent }: TraceTree): number[][] {
  return Array.from(id, (_, i) => [id[i]!, functionIndex[i]!, count[i]!, size[i]!, parent[i]!])
}

function read(text: string, layout: RecordLayout, cuts: readonly number[] = []) {
  const section = new TraceTreeSection(layout)
  const bytes = new TextEncoder().encode(text)
  const bounds = [0, ...new Set(cuts.map((cut) => cut % bytes.length)), bytes.length].sort((a, b) => a - b)
  let end = -1
  for (let i = 1; i < bounds.length && end === -1; i++)
    end = section.read(bytes, bounds[i - 1]!, bounds[i]!, 0)
  return { rows: rowsOf(section.finish()), end }
}

test('a tree comes out in preorder as JSON.parse reads it, wherever the text is cut', () => {
  fc.assert(
    fc.property(
      trees,
      fc.constantFrom(PLAIN, ODD),
      fc.constantFrom(0, 1),
      fc.array(fc.nat(), { maxLength: 12 }),
      (entries, layout, indent, cuts) => {
        const text = JSON.stringify(toJson(entries, layout), null, indent)
        const expected = { rows: inPreorder(entries), end: text.length }
        expect(read(`${text},[1]`, layout, cuts)).toEqual(expected)
      },
    ),
    { numRuns: 500 },
  )
})

test('a tree a million calls deep is read without a stack', () => {
  const depth = 1_000_000
  const text = `${'[1,0,2,3,'.repeat(depth)}[${']'.repeat(depth + 1)}`
  const section = new TraceTreeSection(PLAIN)
  const bytes = new TextEncoder().encode(text)
  expect(section.read(bytes, 0, bytes.length, 0)).toBe(text.length)
  const { parent } = section.finish()
  expect(parent).toHaveLength(depth)
  expect(parent.at(-1)).toBe(depth - 2)
})

test.each([
  '[1,0,2,3]',
  '[1,0,2,3,[],]',
  '[1,0,2,3,[]',
  '[1,0,2,[],3]',
  '[1,0,2,3,4]',
  '[1,0,2,3,[1,0]]',
  '[-1,0,2,3,[]]',
  '[1,0,2,3.5,[]]',
  '[1,0,2,3,[]1]',
  '[1 2,0,2,3,[]]',
  '[1,,0,2,3,[]]',
  '[4294967296,0,2,3,[]]',
  '[1,0,99999999999999999999,3,[]]',
  '[[]]',
  '{}',
  'null',
  '7',
])('%s is no tree', (text) => {
  let outcome: unknown = null
  try {
    outcome = read(text, PLAIN).end
  } catch (error) {
    outcome = error
  }
  if (outcome === -1) return
  expect(outcome).toBeInstanceOf(HeapError)
  expect(outcome).toMatchObject({ code: 'bad-number', place: { section: 'trace_tree' } })
})
