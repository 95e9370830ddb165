import { BitSet } from '../../../base/bit-set.ts'
import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { stringsWithText } from '../../../graph/same-text.ts'
import { EdgeType, NodeType } from '../../../model/kinds.ts'
import { size, words } from '../../../model/words.ts'
import type { WholeHeap } from '../../heap.ts'
import { NamedEdges } from '../../named-edges.ts'
import { NODES_BY_TYPE } from '../../nodes-by-type.ts'
import { sumOver } from '../../retained-of-set.ts'
import type { Draft, Rule } from '../rule.ts'

/** With fewer hidden classes a class may just be used in many ways. */
const LEAST_SHAPES = 1000

/** Objects of one constructor that V8 cannot tell to be alike. */
export const manyShapes: Rule = {
  name: 'many-shapes',
  title: 'Classes of very many shapes',
  about:
    'Classes whose objects have a thousand hidden classes and more, because their fields are added in many orders or are not the same: V8 keeps a record of each, and code that reads the objects is slow.',
  family: 'v8',
  async find(heap, task) {
    const edges = new NamedEdges(
      heap.snapshot,
      EdgeType.internal,
      await stringsWithText(
        heap.snapshot.strings,
        ['map', 'back_pointer', 'descriptors', 'transitions'],
        task,
      ),
    )
    const drafts: Draft[] = []
    for (const [classIndex, shaped] of await shapesByClass(heap, edges, task)) {
      drafts.push(draftOf(heap, classIndex, shaped, edges))
    }
    return drafts
  },
}

const [MAP, BACK_POINTER, ...LISTS] = [0, 1, 2, 3] as const

/** Objects of one class, and their hidden classes. */
interface Shaped {
  readonly objects: number[]
  readonly shapes: number[]
}

/**
 * Classes with a thousand shapes and more, by class number. Plain objects are left out: lists of properties are what tells
 * them apart.
 */
async function shapesByClass(
  heap: WholeHeap,
  edges: NamedEdges,
  task: Task,
): Promise<ReadonlyMap<number, Shaped>> {
  const { snapshot, table, sizes, shallowSize } = heap
  const mayBe = Uint8Array.from(table.classes, ({ name }, index) =>
    name !== 'Object' && !name.startsWith('{') && sizes.count[index]! >= LEAST_SHAPES ? 1 : 0,
  )
  const objects = (await NODES_BY_TYPE.of(heap, task)).of(NodeType.object)
  const shapes: number[][] = table.classes.map(() => [])
  const met = new BitSet(snapshot.nodeCount)
  await inSlices(task, objects.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = objects[i]!
      const classIndex = table.classOf[node]!
      if (mayBe[classIndex] === 0 || shallowSize[node] === 0) continue
      const shape = edges.at(node, MAP)
      if (shape === -1 || met.has(shape)) continue
      met.add(shape)
      shapes[classIndex]!.push(shape)
    }
  })
  const byClass = new Map<number, Shaped>()
  for (const [index, those] of shapes.entries()) {
    if (those.length >= LEAST_SHAPES) byClass.set(index, { objects: [], shapes: those })
  }
  if (byClass.size === 0) return byClass
  await inSlices(task, objects.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = objects[i]!
      const shaped = byClass.get(table.classOf[node]!)
      if (shaped && shallowSize[node] !== 0 && edges.at(node, MAP) !== -1) shaped.objects.push(node)
    }
  })
  return byClass
}

function draftOf(heap: WholeHeap, classIndex: number, { objects, shapes }: Shaped, edges: NamedEdges): Draft {
  const { name } = heap.table.classes[classIndex]!
  const records = recordsOf(shapes, edges)
  const { bytes } = sumOver(heap.ready.graph, records)
  const spare = Math.round(bytes * (1 - 1 / shapes.length))
  return {
    title: words`${objects.length} ${name} objects have ${shapes.length} shapes, whose records take ${size(bytes)}`,
    facts: words`Their fields were added in many orders, or are not the same. V8 keeps a hidden class for each order and for each step to it, and gives up on fast access to the fields.`,
    cure: words`Let the constructor of ${name} give every object all its fields in one order, those that are not there as ${'undefined'}. What has other keys each time is a ${'Map'}.`,
    confidence: { level: 'sure', reason: words`each of the hidden classes is in the capture` },
    owner: name,
    subject: name,
    object: objects[0]!,
    nodes: Uint32Array.from(objects),
    retained: bytes,
    saving: {
      bytes: spare,
      estimate: true,
      method: words`the shallow sizes of the hidden classes, those they came from, and their lists of fields and transitions, less those of one`,
    },
    claims: { node: records, bytes: Float64Array.from(records, (node) => heap.shallowSize[node]!) },
    fault: 'waste',
  }
}

/** Hidden classes, those they came from, and what these list; ascending. */
function recordsOf(shapes: readonly number[], edges: NamedEdges): Uint32Array {
  const records = new Set<number>()
  for (const shape of shapes) {
    for (let at = shape; at !== -1 && !records.has(at); at = edges.at(at, BACK_POINTER)) {
      records.add(at)
      for (const list of LISTS) {
        const node = edges.at(at, list)
        if (node !== -1) records.add(node)
      }
    }
  }
  return Uint32Array.from(records).sort()
}
