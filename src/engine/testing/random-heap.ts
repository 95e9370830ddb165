import fc from 'fast-check'
import type { EdgeSpec, HeapSpec, NodeSpec } from './heap-builder.ts'

/**
 * Random heaps of up to `maxNodes` nodes that hold everything the rules speak of: several synthetic roots, documents,
 * pages and what is outside them, weak, shortcut and self edges, WeakMap entries, arrays and hidden nodes to be owned,
 * nodes that nothing leads to, unreachable cycles, detached nodes (or no such field), sizes past 32 bits, and a root
 * that need not come first.
 */
export function randomHeap(maxNodes = 16): fc.Arbitrary<HeapSpec> {
  return fc
    .tuple(fc.array(node, { minLength: 1, maxLength: maxNodes }), fc.nat(), fc.boolean(), fc.nat({ max: 3 }))
    .chain(([nodes, root, withDetachedness, pairs]) => {
      const at = root % nodes.length
      return fc
        .tuple(
          fc.array(edge(nodes.length), { maxLength: nodes.length * 3 }),
          fc.array(edge(nodes.length, at), { maxLength: 4 }),
          fc.array(weakMapEntry(nodes.length), { minLength: pairs, maxLength: pairs }),
        )
        .map(([edges, fromRoot, entries]) =>
          assemble(at, nodes, withDetachedness, [...edges, ...fromRoot], entries),
        )
    })
}

type RandomNode = Omit<NodeSpec, 'id'>
type WeakMapEntry = readonly [
  table: number,
  key: number,
  value: number,
  slot: number,
  edges: number,
  stray: number,
]

const kinds: fc.Arbitrary<readonly [type: string, name: string]> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(['object', 'A'], ['object', 'B'], ['closure', 'f']) },
  { weight: 2, arbitrary: fc.constantFrom(['hidden', 'system / Map'], ['array', ''], ['code', 'c']) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(['synthetic', '(GC roots)'], ['synthetic', '(Document DOM trees)']),
  },
  { weight: 2, arbitrary: fc.constantFrom(['native', 'HTMLElement'], ['native', 'Detached Text']) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ['hidden', 'system / NativeContext'],
      ['array', '(map descriptors)'],
      ['native', 'system / ExternalStringData'],
      ['array', 'system / NativeContext'],
      ['object', '(Document DOM trees)'],
    ),
  },
)

const node: fc.Arbitrary<RandomNode> = fc
  .record({
    kind: kinds,
    selfSize: fc.oneof(
      { weight: 9, arbitrary: fc.nat({ max: 99 }) },
      { weight: 1, arbitrary: fc.constantFrom(4_294_967_295, 5_000_000_000) },
    ),
    detachedness: fc.constantFrom(0, 0, 0, 1, 2),
  })
  .map(({ kind: [type, name], selfSize, detachedness }) => ({ type, name, selfSize, detachedness }))

const NAMES = ['a', 'b', 'sloppy_function_map', '4', '7th'] as const
const namedTypes = fc.constantFrom('property', 'property', 'context', 'internal', 'shortcut', 'weak')

function edge(nodes: number, from?: number): fc.Arbitrary<EdgeSpec> {
  const ends = {
    from: from === undefined ? fc.nat({ max: nodes - 1 }) : fc.constant(from),
    to: fc.nat({ max: nodes - 1 }),
  }
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ ...ends, type: namedTypes, name: fc.constantFrom(...NAMES) }) },
    {
      weight: 1,
      arbitrary: fc.record({ ...ends, type: fc.constantFrom('element', 'hidden'), name: fc.nat({ max: 8 }) }),
    },
  )
}

function weakMapEntry(nodes: number): fc.Arbitrary<WeakMapEntry> {
  const any = fc.nat({ max: nodes - 1 })
  return fc.tuple(any, any, any, fc.nat({ max: 20 }), fc.constantFrom(3, 3, 3, 3, 1, 2, 7), any)
}

function assemble(
  root: number,
  plain: readonly RandomNode[],
  withDetachedness: boolean,
  edges: readonly EdgeSpec[],
  entries: readonly WeakMapEntry[],
): HeapSpec {
  const nodes = plain.map(({ type, name, selfSize, detachedness }, index): NodeSpec => {
    const own = { type: index === root ? 'synthetic' : type, name, selfSize, id: index * 2 + 1 }
    return withDetachedness ? { ...own, detachedness: detachedness! } : own
  })
  return { root, nodes, edges: [...edges, ...entries.flatMap((entry) => pairEdges(nodes, entry))] }
}

/**
 * The edges of a WeakMap entry. The bits of `edges` say whether those from the table and from the key are there and
 * whether another edge of that name leads elsewhere.
 */
function pairEdges(
  nodes: readonly NodeSpec[],
  [table, key, value, slot, edges, stray]: WeakMapEntry,
): EdgeSpec[] {
  const { name, id } = nodes[key]!
  const shared =
    ` / part of key (${name}\n @${id}) -> value (${nodes[value]!.name} @${nodes[value]!.id})` +
    ` pair in WeakMap (table @${nodes[table]!.id})`
  const half = (from: number, number: number, to = value): EdgeSpec => ({
    from,
    to,
    type: 'internal',
    name: `${number}${shared}`,
  })
  return [
    { from: table, to: key, type: 'weak', name: 'a' },
    ...((edges & 1) !== 0 ? [half(table, slot)] : []),
    ...((edges & 2) !== 0 ? [half(key, slot + 1)] : []),
    ...((edges & 4) !== 0 ? [half(key, slot + 2, stray)] : []),
  ]
}
