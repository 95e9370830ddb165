import type {
  EntryTest,
  Field,
  FilterTable,
  ObjectReader,
  PathReader,
  TextReader,
} from '../model/filter-fields.ts'
import { type Graph, NO_DISTANCE } from '../model/graph.ts'
import { readGroupPath } from '../model/group-path.ts'
import { Detachedness, NODE_TYPE_NAMES } from '../model/kinds.ts'
import { ALLOCATION_FIELDS } from './allocation-fields.ts'
import { classKeyReader, classNameReader } from './class-fields.ts'
import { COMPARISON_FIELDS } from './comparison-fields.ts'
import { FINDING_FIELD, prepareFindings } from './findings/finding-field.ts'
import { type Heap, isComplete } from './heap.ts'
import { checkReferencesForFilter, graphForFilter } from './filter-needs.ts'
import { membersOfGroupPath } from './group-place.ts'
import { KEEPING_FIELDS, prepareKeeping } from './keeping-fields.ts'
import { KINDS_IN_ORDER, kindOfType } from './kinds.ts'
import { LIST_FIELDS, prepareLists } from './list-fields.ts'
import { knowsModules } from './tree-grouping.ts'
import { PYTHON_FIELDS } from './python-fields.ts'
import { edgeNameReader, nameReader, shapeReader, valueReader } from './node-texts.ts'

const TEXT_FIELDS: readonly Field<Heap>[] = [
  {
    name: 'name',
    type: 'text',
    help: 'The name that lists show: the text of a string, the constructor of an object, {a, b} for a plain one; in Python what tells it from others of its class.',
    example: 'name:/^Tok.*/',
    read: ({ snapshot }) => nameReader(snapshot),
  },
  {
    name: 'class',
    type: 'text',
    help: 'The class, as the list of classes names it.',
    example: 'class:Session',
    read: (heap) => ofClass(heap, classNameReader(heap)),
  },
  {
    name: 'classkey',
    type: 'text',
    help: 'The class’s name with the place of its constructor, which tells apart classes of one name.',
    example: 'classkey:="Session @17:3:1"',
    read: (heap) => ofClass(heap, classKeyReader(heap)),
  },
  {
    name: 'value',
    type: 'text',
    help: 'The text of a string, as far as the capture holds it; nothing but strings passes.',
    example: 'value:="hello"',
    read: ({ snapshot }) => valueReader(snapshot),
  },
  {
    name: 'shape',
    type: 'text',
    help: 'All properties of a plain object in their order; nothing but plain objects passes.',
    example: 'shape:="{id, name}"',
    read: (heap) => {
      checkReferencesForFilter(heap, 'shape')
      return shapeReader(heap.snapshot)
    },
  },
  {
    name: 'edge',
    type: 'text',
    help: 'The object has a reference of this name. The indexes of elements do not count.',
    example: 'edge:=listeners',
    read: (heap) => {
      checkReferencesForFilter(heap, 'edge')
      return edgeNameReader(heap.snapshot)
    },
  },
]

const SORT_FIELDS: readonly Field<Heap>[] = [
  {
    name: 'kind',
    type: 'choice',
    choices: KINDS_IN_ORDER,
    help: 'What it is, in one of nine words.',
    example: 'kind:string,closure',
    read: ({ snapshot }) => ({
      words: snapshot.nodeTypeNames.map((_, type) => kindOfType(type)),
      codeOf: (node) => snapshot.nodeType[node]!,
    }),
  },
  {
    name: 'type',
    type: 'choice',
    choices: NODE_TYPE_NAMES,
    help: 'V8’s own type of the node; a hyphen stands for a space.',
    example: 'type:concatenated-string',
    read: ({ snapshot }) => ({
      words: snapshot.nodeTypeNames,
      codeOf: (node) => snapshot.nodeType[node]!,
    }),
  },
  {
    name: 'detached',
    type: 'flag',
    help: 'Whether it belongs to a part of the DOM that is in no document any more.',
    example: 'detached:yes',
    read: ({ detachedness }) => {
      return (node) => detachedness[node] === Detachedness.detached
    },
  },
]

const SIZE_FIELDS: readonly Field<Heap>[] = [
  {
    name: 'size',
    aliases: ['shallow'],
    type: 'bytes',
    help: 'Shallow size, with the stores that the object alone owns.',
    example: 'size:>1k',
    read: ({ shallowSize }) => {
      return (node) => shallowSize[node]!
    },
  },
  {
    name: 'self',
    type: 'bytes',
    help: 'Shallow size as the file states it.',
    example: 'self:>=64',
    read: ({ snapshot: { selfSize } }) => {
      return (node) => selfSize[node]!
    },
  },
  {
    name: 'retained',
    type: 'bytes',
    help: 'What would be freed if the object went away.',
    example: 'retained:1MB..2MB',
    read: (heap) => {
      const { retainedSize } = graphForFilter(heap, 'retained')
      return (node) => retainedSize[node]!
    },
  },
  {
    name: 'distance',
    type: 'count',
    lacking: true,
    help: 'Steps from the program’s globals, or from the root where the capture marks none; none where nothing leads to it.',
    example: 'distance:<5',
    read: (heap) => {
      const { distance } = graphForFilter(heap, 'distance')
      return (node) => (distance[node] === NO_DISTANCE ? Number.NaN : distance[node]!)
    },
  },
  {
    name: 'refs',
    aliases: ['references'],
    type: 'count',
    help: 'The number of references out of it.',
    example: 'refs:>100',
    read: (heap) => {
      checkReferencesForFilter(heap, 'refs')
      const { firstEdge } = heap.snapshot
      return (node) => firstEdge[node + 1]! - firstEdge[node]!
    },
  },
]

const PLACE_FIELDS: readonly Field<Heap>[] = [
  {
    name: 'id',
    type: 'id',
    help: 'The object with this id, or those with one of these.',
    example: 'id:@123,@125',
    read: ({ snapshot: { nodeId } }) => {
      return (node) => nodeId[node]!
    },
  },
  {
    name: 'under',
    type: 'object',
    help: 'All that this object dominates, itself included: what would go if it went.',
    example: 'under:@123',
    read: (heap) => objectReader(heap, 'under', testUnder),
  },
  {
    name: 'dominator',
    type: 'object',
    help: 'What this object dominates immediately.',
    example: 'dominator:@123',
    read: (heap) =>
      objectReader(heap, 'dominator', ({ dominator, snapshot }, top) => {
        return (node) => dominator[node] === top && node !== snapshot.root
      }),
  },
]

/** The cells of the dominator tree by group. */
const PATH_FIELDS: readonly Field<Heap>[] = [
  {
    name: 'classpath',
    type: 'path',
    help: 'What stands at this path of classes in the dominator tree, from the root or from an object down.',
    example: 'classpath:"Cache > Map > Session"',
    read: (heap) => pathReader(heap, 'class'),
  },
  {
    name: 'modulepath',
    type: 'path',
    help: 'What stands at this path of modules in the dominator tree, where the capture names its scripts.',
    example: 'modulepath:"src/app.js > node_modules/lru"',
    read: (heap) => pathReader(heap, 'module'),
  },
]

/** What objects can be filtered by; entries are node indexes. */
export const NODE_TABLE: FilterTable<Heap> = {
  rows: 'objects',
  fields: [
    ...TEXT_FIELDS,
    ...SORT_FIELDS,
    ...SIZE_FIELDS,
    ...PLACE_FIELDS,
    ...PATH_FIELDS,
    ...KEEPING_FIELDS,
    ...ALLOCATION_FIELDS,
    ...LIST_FIELDS,
    FINDING_FIELD,
    ...PYTHON_FIELDS,
    ...COMPARISON_FIELDS,
  ],
  own: ['name'],
  prepare: async (heap, field, value, task) => {
    await prepareKeeping(heap, field, value, task)
    await prepareLists(heap, field, task)
    await prepareFindings(heap, field, value, task)
  },
}

function ofClass({ table: { classOf } }: Heap, reader: TextReader): TextReader {
  return (pattern) => {
    const test = reader(pattern)
    return (node) => test(classOf[node]!)
  }
}

function objectReader(
  heap: Heap,
  field: string,
  make: (graph: Graph, node: number) => EntryTest,
): ObjectReader {
  const graph = graphForFilter(heap, field)
  return (id) => {
    const node = heap.snapshot.nodeId.indexOf(id)
    return node === -1 ? null : make(graph, node)
  }
}

function pathReader(heap: Heap, by: 'class' | 'module'): PathReader {
  graphForFilter(heap, `${by}path`)
  return (text) => {
    if (!isComplete(heap) || (by === 'module' && !knowsModules(heap))) return () => false
    const members = membersOfGroupPath(heap, { by, ...readGroupPath(text) })
    return members ? (node) => members.has(node) : () => false
  }
}

/**
 * Whether `top` dominates a node, or is it. Walks up the dominators to the first node that the answer is known of, and
 * then remembers it for all of the way: O(nodes) for all of them together, one byte a node.
 */
function testUnder({ dominator, snapshot }: Graph, top: number): EntryTest {
  /** By node: 0 not known, 1 no, 2 yes. */
  const known = new Uint8Array(snapshot.nodeCount)
  known[snapshot.root] = 1
  known[top] = 2
  return (node) => {
    let end = node
    while (known[end] === 0) end = dominator[end]!
    const answer = known[end]!
    for (let at = node; known[at] === 0; at = dominator[at]!) known[at] = answer
    return answer === 2
  }
}
