import { digestOf } from '../analyses/digest.ts'
import { besideBase } from '../beside.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classQuery } from '../analyses/class-query.ts'
import type { CompleteHeap, Heap } from '../analyses/heap.ts'
import { displayName } from '../analyses/names.ts'
import { NODE_TABLE } from '../analyses/node-fields.ts'
import { nodeRow } from '../analyses/node-row.ts'
import { propertiesOf } from '../analyses/node-texts.ts'
import { beginHeap } from '../analyses/whole-heap.ts'
import { exactTerm, quoted } from '../model/filter-term.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkType } from '../model/links.ts'
import type { NodeRow } from '../model/rows.ts'
import { FIELD_NAMES } from '../query/field-names.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot, type HeapSpec } from '../testing/heap-builder.ts'
import { quietTask, restlessTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import type { Term } from '../model/selection-rows.ts'
import { nodesOfQuery, nodesOfTerms } from './nodes-of-query.ts'

const around = () => ({ task: quietTask(), now: () => 0 })

function heapOf(spec: HeapSpec): Promise<CompleteHeap> {
  return completeHeapOf(buildSnapshot(spec))
}

/** A condition as text, and what it says of a node in the plainest words. */
interface Condition {
  readonly text: string
  readonly holds: (heap: CompleteHeap, row: NodeRow) => boolean
  /** The id that it names. */
  readonly id?: number
}

const word = fc.constantFrom('a', 'B', 'b', 'Object', 'system', '{a', 'detached', 'x', '', '7th', 'f')
const size = fc.constantFrom(0, 1, 5, 20, 50, 99, 120)
const smallId = fc.nat({ max: 16 }).map((n) => n * 2 + 1)

/** A text field by what it is read from; bare where `field` is ''. */
function textCondition(field: string, textOf: (heap: CompleteHeap, row: NodeRow) => string | null) {
  const before = field === '' ? '' : `${field}:`
  return fc.tuple(word, fc.nat({ max: 2 })).map(([wanted, form]): Condition => {
    const forms = [
      {
        text: `${before}${quoted(wanted)}`,
        test: (text: string) => text.toLowerCase().includes(wanted.toLowerCase()),
      },
      { text: `${before}=${quoted(wanted)}`, test: (text: string) => text === wanted },
      { text: `${before}/^[a-m]|t$/i`, test: (text: string) => /^[a-m]|t$/i.test(text) },
    ]
    const { text, test: passes } = forms[form]!
    const holds: Condition['holds'] = (heap, row) => {
      const found = textOf(heap, row)
      return found !== null && passes(found)
    }
    return { text, holds }
  })
}

function numberCondition(field: string, valueOf: (row: NodeRow) => number | null) {
  return fc.tuple(size, size, fc.nat({ max: 4 })).map(([a, b, form]): Condition => {
    const [low, high] = a < b ? [a, b] : [b, a]
    const forms = [
      { text: `${field}:>${a}`, test: (value: number) => value > a },
      { text: `${field}:<${a}`, test: (value: number) => value < a },
      { text: `${field}:>=${a}`, test: (value: number) => value >= a },
      { text: `${field}:${a}`, test: (value: number) => value === a },
      { text: `${field}:${low}..${high}`, test: (value: number) => value >= low && value <= high },
    ]
    const { text, test: passes } = forms[form]!
    const holds: Condition['holds'] = (_, row) => {
      const value = valueOf(row)
      return value !== null && passes(value)
    }
    return { text, holds }
  })
}

const STRING_TYPES = new Set(['string', 'concatenated string', 'sliced string'])

const condition: fc.Arbitrary<Condition> = fc.oneof(
  textCondition('', (_, row) => row.name),
  textCondition('name', (_, row) => row.name),
  textCondition('class', (_, row) => row.className),
  textCondition('classkey', (_, row) => row.classKey),
  textCondition('value', (_, row) => (STRING_TYPES.has(row.type) ? row.name : null)),
  textCondition('shape', ({ snapshot }, { node, type }) => {
    const isPlain = type === 'object' && snapshot.strings.text(snapshot.nodeName[node]!) === 'Object'
    return isPlain && snapshot.edgeCount > 0 ? propertiesOf(snapshot, node) : null
  }),
  fc.constantFrom('a', 'b', 'first', '4').map((name): Condition => ({
    text: exactTerm('edge', name),
    holds: ({ snapshot }, { node }) => {
      for (let edge = snapshot.firstEdge[node]!; edge < snapshot.firstEdge[node + 1]!; edge++) {
        const type = linkType(snapshot.edgeLink[edge]!)
        if (type === EdgeType.element || type === EdgeType.hidden) continue
        if (snapshot.strings.text(snapshot.edgeNames.at(node, edge)) === name) return true
      }
      return false
    },
  })),
  numberCondition('size', (row) => row.shallowSize),
  numberCondition('self', (row) => row.selfSize),
  numberCondition('retained', (row) => row.retainedSize),
  numberCondition('distance', (row) => row.distance),
  numberCondition('refs', (row) => row.references),
  fc.constant<Condition>({ text: 'distance:none', holds: (_, row) => row.distance === null }),
  fc.constantFrom('object', 'string', 'system').map((kind): Condition => ({
    text: `kind:${kind},array`,
    holds: (_, row) => row.kind === kind || row.kind === 'array',
  })),
  fc.constantFrom('object', 'concatenated string').map((type): Condition => ({
    text: `type:${type.replace(' ', '-')}`,
    holds: (_, row) => row.type === type,
  })),
  fc.boolean().map((wanted): Condition => ({
    text: `detached:${wanted ? 'yes' : 'no'}`,
    holds: (_, row) => row.detached === wanted,
  })),
  smallId.map((id): Condition => ({ text: `id:@${id}`, id, holds: (_, row) => row.id === id })),
  // The root of these heaps may be anywhere, but there is always a node @1.
  fc.constant<Condition>({
    text: 'under:@1',
    holds: ({ snapshot, ready }, { node }) => {
      for (let at = node; ; at = ready.graph.dominator[at]!) {
        if (snapshot.nodeId[at] === 1) return true
        if (at === snapshot.root) return false
      }
    },
  }),
  fc.constant<Condition>({
    text: 'dominator:@1',
    holds: ({ snapshot, ready }, { node }) =>
      node !== snapshot.root && snapshot.nodeId[ready.graph.dominator[node]!] === 1,
  }),
)

interface RandomTerm extends Condition {
  readonly negated: boolean
}

const term: fc.Arbitrary<RandomTerm> = fc
  .tuple(condition, fc.boolean())
  .map(([one, negated]) => ({ ...one, negated }))
const query = fc.array(fc.array(term, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })

function written(alternatives: readonly (readonly RandomTerm[])[]): string {
  return alternatives
    .map((terms) => terms.map(({ text, negated }) => (negated ? `-${text}` : text)).join(' '))
    .join(' OR ')
}

/** Goes over all rows and asks each condition. */
function naive(heap: CompleteHeap, alternatives: readonly (readonly RandomTerm[])[]): number[] {
  const named = new Set(alternatives.flat().flatMap(({ id, negated }) => (negated ? [] : [id])))
  const found: number[] = []
  for (let node = 0; node < heap.snapshot.nodeCount; node++) {
    const row = nodeRow(heap, node)
    const isListed = (row.shallowSize > 0 && row.type !== 'synthetic') || named.has(row.id)
    const passes = alternatives.some((terms) => terms.every((one) => one.holds(heap, row) !== one.negated))
    if (isListed && passes) found.push(node)
  }
  return found
}

/** Random heaps with strings in parts and plain objects, which those for graph algorithms lack. */
const textHeap: fc.Arbitrary<HeapSpec> = fc
  .tuple(
    randomHeap(12),
    fc.array(fc.constantFrom('Object', 'concat', 'string', 'same'), { minLength: 12, maxLength: 12 }),
  )
  .map(([spec, changes]) => ({
    ...spec,
    nodes: spec.nodes.map((node, index) => {
      if (index === spec.root) return node
      if (changes[index] === 'Object') return { ...node, type: 'object', name: 'Object' }
      if (changes[index] === 'concat') return { ...node, type: 'concatenated string', name: 'ab' }
      if (changes[index] === 'string') return { ...node, type: 'string', name: 'Bär "a"' }
      return node
    }),
    edges: spec.edges.map((edge, index) =>
      index % 3 === 0 && typeof edge.name === 'string' && edge.type === 'internal'
        ? { ...edge, name: index % 2 === 0 ? 'first' : 'second' }
        : edge,
    ),
  }))

test('a filter finds what asking each row finds', async () => {
  await fc.assert(
    fc.asyncProperty(textHeap, query, async (spec, alternatives) => {
      const heap = await heapOf(spec)
      const found = await nodesOfQuery(heap, written(alternatives), around())
      expect([...found]).toEqual(naive(heap, alternatives))
    }),
    { numRuns: 400 },
  )
})

test('terms add what they find and take it away, in their order', async () => {
  const operation = fc.constantFrom<Term['op']>('+', '-')
  await fc.assert(
    fc.asyncProperty(
      textHeap,
      fc.array(fc.tuple(operation, query), { maxLength: 4 }),
      async (spec, steps) => {
        const heap = await heapOf(spec)
        const wanted = new Set<number>()
        for (const [op, alternatives] of steps) {
          for (const node of naive(heap, alternatives)) {
            if (op === '+') wanted.add(node)
            else wanted.delete(node)
          }
        }
        const terms = steps.map(([op, alternatives]) => ({ op, query: written(alternatives) }))
        const found = await nodesOfTerms(heap, terms, around())
        expect([...found]).toEqual([...wanted].sort((a, b) => a - b))
      },
    ),
    { numRuns: 100 },
  )
})

describe('of one heap', () => {
  const drawn = drawHeap(`
    root -> win -> a
    win: object 10 "Window"
    a: object 20 "Session" @101 at 7:1:2
    b: object 30 "Session" @103 at 7:9:9
    text: string 40 "hello \\ world" @105
    empty: array 0 "" @107
    win -> b -> text; b -> empty
    plain: object 24 "Object" @109
    plain -> text; plain -> a; win -> plain
  `)
  const keys = async (heap: Heap, text: string) =>
    Array.from(await nodesOfQuery(heap, text, around()), (node) => drawn.key(node))

  test('each example of the help can be parsed and read', async () => {
    const heap = await besideItself(await heapOf(drawn.spec))
    for (const { example } of NODE_TABLE.fields) {
      const text = example.replaceAll('@123', '@101')
      expect(await keys(heap, text), text).toBeInstanceOf(Array)
    }
  })

  test('all names of fields are known to other tables', () => {
    const names = NODE_TABLE.fields.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])])
    expect(names.filter((name) => !FIELD_NAMES.has(name))).toEqual([])
  })

  test('the query of a class finds its objects and no others of that name', async () => {
    const heap = await heapOf(drawn.spec)
    const { classOf, classes } = heap.table
    expect(classes.filter(({ name }) => name === 'Session')).toHaveLength(2)
    for (const [index, { kind }] of classes.entries()) {
      if (kind === 'root') continue
      const found = await nodesOfQuery(heap, classQuery(classes, index), around())
      const wanted = Array.from({ length: heap.snapshot.nodeCount }, (_, node) => node).filter(
        (node) => classOf[node] === index && heap.shallowSize[node] !== 0,
      )
      expect([...found]).toEqual(wanted)
    }
  })

  test('what counts with its owner is found by its id alone', async () => {
    const heap = await heapOf(drawn.spec)
    expect(await keys(heap, 'kind:array')).toEqual([])
    expect(await keys(heap, 'id:@107')).toEqual(['empty'])
    expect(await keys(heap, 'id:@107 OR class:Window')).toEqual(['win', 'empty'])
    expect(await keys(heap, 'id:@999')).toEqual([])
  })

  test('a shape is all properties of a plain object', async () => {
    const heap = await heapOf(drawn.spec)
    expect(await keys(heap, 'shape:="{text, a}"')).toEqual(['plain'])
    expect(await keys(heap, 'shape:="{a}"')).toEqual([])
  })

  test('what needs the whole graph says so until it is there', async () => {
    const heap = await beginHeap(buildSnapshot(drawn.spec), quietTask())
    expect(await keys(heap, 'class:Session')).toEqual(['a', 'b'])
    for (const text of ['retained:>1', 'distance:1', 'under:@101', 'dominator:@101']) {
      const name = text.slice(0, text.indexOf(':'))
      const wanted = { code: 'not-ready', message: expect.stringContaining(`“${name}:”`) as string }
      await expect(keys(heap, text)).rejects.toMatchObject(wanted)
    }
  })

  test.each([
    ['under:@999', 6, 10, 'there is no object @999 in this heap.'],
    ['kind:strng', 5, 10, /^“strng” is no kind here; there are system, array, string, object,/],
    ['a /(/', 2, 5, /^this is not a valid regular expression \(.*\)\.$/],
    ['class:/^(a+)+$/', 6, 15, /could take forever; write it more simply\.$/],
  ])('%s is wrong, and the message points there', async (text, start, end, reason) => {
    const heap = await heapOf(drawn.spec)
    const error = await nodesOfQuery(heap, text, around()).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'bad-filter', at: { start, end } })
    const [, said] = /^The filter is wrong at character (?:\d+): (.*)$/.exec((error as Error).message)!
    expect(said).toMatch(reason)
  })

  test('a regular expression that takes too long gives up', async () => {
    const many = Array.from({ length: 600 }, (_, i) => `n${i}: object 1 "n${i}"; root -> n${i}`).join('\n')
    const heap = await heapOf(drawHeap(many).spec)
    let time = 0
    const search = nodesOfQuery(heap, '/x/', { task: quietTask(), now: () => (time += 3000) })
    await expect(search).rejects.toThrow(/gave up after \d+ names/)
  })

  test('a search lets others run and stops when it is cancelled', async () => {
    const heap = await heapOf(drawn.spec)
    const signal = { aborted: false }
    const { task, pauses } = restlessTask(signal)
    await nodesOfQuery(heap, 'a', { task, now: () => 0 })
    expect(pauses()).toBeGreaterThan(0)
    signal.aborted = true
    await expect(nodesOfQuery(heap, 'a', { task, now: () => 0 })).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('joined strings are found by their whole text', async () => {
    const joined = drawHeap(`
      c: concatenated-string 10 "" @201
      l: string 10 "hello " @203
      r: string 10 "world" @205
      root -> c -internal:first-> l
      c -internal:second-> r
    `)
    const heap = await heapOf(joined.spec)
    expect(heap.snapshot.nodeType[joined.node('c')]).toBe(NodeType.concatenatedString)
    expect(displayName(heap.snapshot, joined.node('c'))).toBe('hello world')
    expect([...(await nodesOfQuery(heap, 'value:="hello world"', around()))]).toEqual([joined.node('c')])
  })
})

/** A heap that is compared with itself and has no leaks, so that fields about what changed have something to say. */
async function besideItself(heap: CompleteHeap): Promise<Heap> {
  const source = { digest: (paths: boolean) => digestOf(heap, 'itself', { paths }, quietTask()) }
  const { comparison } = await besideBase(
    (paths, task) => digestOf(heap, 'itself', { paths }, task),
    source,
    'id',
    QUIET_HOST,
  )
  return { ...heap, comparison, leaks: { key: '', members: new Map() } }
}
