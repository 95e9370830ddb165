import { expect, test } from 'vitest'
import type { FilterTable } from '../model/filter-fields.ts'
import { linkTarget } from '../model/links.ts'
import { filterEntries } from '../query/compile-filter.ts'
import { FIELD_NAMES } from '../query/field-names.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { CLASS_TABLE } from './class-fields.ts'
import { EDGE_TABLE } from './edge-fields.ts'
import { GROUP_TABLE } from './group-fields.ts'
import { NODE_TABLE } from './node-fields.ts'
import { beginHeap, completeHeap } from './whole-heap.ts'

const drawn = drawHeap(`
  root -> win
  win: object 10 "Window" @1
  small: object 20 "Small" @123
  big: object 5000 "Big" @125
  list: array 0 "" @127
  text: string 40 "small talk" @129
  win -listeners-> small
  win -element:7-> big
  win ~> big
  big -> text; big -> list; small -> list
`)

async function heap() {
  const begun = await beginHeap(drawn.snapshot, quietTask())
  await completeHeap(begun, null, quietTask())
  return begun
}

const TABLES: readonly Pick<FilterTable<never>, 'rows' | 'fields' | 'own'>[] = [
  NODE_TABLE,
  CLASS_TABLE,
  EDGE_TABLE,
  GROUP_TABLE,
]

test('a name means one field in each table, and every table knows it', () => {
  for (const { fields, own, rows } of TABLES) {
    const names = fields.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])])
    expect(new Set(names).size, rows).toBe(names.length)
    expect(names.filter((name) => !FIELD_NAMES.has(name) || !/^[a-z]+$/.test(name))).toEqual([])
    expect(own.map((name) => fields.find((field) => field.name === name)?.type)).toEqual(
      own.map(() => 'text'),
    )
  }
})

test('each example uses its own field', () => {
  for (const { fields } of TABLES) {
    for (const { name, example } of fields) expect(example.startsWith(`${name}:`), example).toBe(true)
  }
})

test('classes are found by name, kind, count and sizes', async () => {
  const source = await heap()
  const found = (text: string) => {
    const passes = filterEntries(text, { table: CLASS_TABLE, source, now: () => 0 })!
    return source.table.classes.flatMap(({ name }, index) => (passes(index) ? [name] : [])).sort()
  }
  expect(found('small')).toEqual(['Small'])
  expect(found('class:="Big" OR name:/^W/')).toEqual(['Big', 'Window'])
  expect(found('kind:object size:>=20')).toEqual(['Big', 'Small'])
  expect(found('retained:>5,050')).toEqual(['Window'])
  expect(found('count:0 -kind:root')).toEqual(['(array)'])
  expect(found('distance:1 class:/./')).toEqual(['Window'])
})

test('references are found by their names and by what stands at their other end', async () => {
  const source = await heap()
  const { snapshot } = source
  const end = (edge: number): number => linkTarget(snapshot.edgeLink[edge]!)
  const win = drawn.node('win')
  const found = (text: string) => {
    const passes = filterEntries(text, { table: EDGE_TABLE, source: { heap: source, end }, now: () => 0 })!
    const edges = [0, 1, 2].map((at) => snapshot.firstEdge[win]! + at)
    return edges.flatMap((edge, at) => (passes(edge) ? [at] : []))
  }
  expect(found('listen')).toEqual([0])
  expect(found('big')).toEqual([1, 2])
  expect(found('edge:=7')).toEqual([1])
  expect(found('type:weak,property')).toEqual([0, 2])
  expect(found('essential:no')).toEqual([2])
  expect(found('size:>1k type:element')).toEqual([1])
  expect(found('id:@123 | id:@125 -essential:yes')).toEqual([0, 2])
  expect(found('under:@125')).toEqual([1, 2])
  expect(found('kind:object -class:Small')).toEqual([1, 2])
})
