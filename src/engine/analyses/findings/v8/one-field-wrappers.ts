import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { EdgeType, NodeType } from '../../../model/kinds.ts'
import { size, words } from '../../../model/words.ts'
import { findWordBytes } from '../../collections/store-layout.ts'
import type { Snapshot } from '../../../model/snapshot.ts'
import { stringsWithText } from '../../../graph/same-text.ts'
import { labelName, labelType } from '../../../model/labels.ts'
import type { WholeHeap } from '../../heap.ts'
import { NODES_BY_TYPE } from '../../nodes-by-type.ts'
import { sumOver } from '../../retained-of-set.ts'
import { byOwner } from '../by-owner.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'

/** Fewer are not many. */
const LEAST_OBJECTS = 1000
/** Hidden class, properties, elements, and one field. */
const WORDS = 4

/** Objects that stand between a reference and what it leads to. */
export const oneFieldWrappers: Rule = {
  name: 'one-field-wrappers',
  title: 'Objects that wrap one thing',
  about:
    'Thousands of objects of a class that have a single field and are each referred to by one object: the field could hold what they wrap.',
  family: 'v8',
  async find(heap, task) {
    const drafts: Draft[] = []
    for (const wrappers of await wrappersByClass(heap, task)) {
      if (wrappers.nodes.length >= LEAST_OBJECTS) drafts.push(await draftOf(heap, wrappers, task))
    }
    return drafts
  },
}

interface Wrappers {
  readonly classIndex: number
  readonly field: string
  readonly nodes: number[]
}

/**
 * Objects of the size of one field, and with one; numbers in fields need not be seen, so the size decides. Plain objects
 * are left out: they are data that somebody else laid out.
 */
async function wrappersByClass(heap: WholeHeap, task: Task): Promise<readonly Wrappers[]> {
  const { snapshot, table } = heap
  const word = await findWordBytes(snapshot, task)
  if (word === null) return []
  const { selfSize } = snapshot
  const objects = (await NODES_BY_TYPE.of(heap, task)).of(NodeType.object)
  const fields = new OnlyFields(snapshot, await stringsWithText(snapshot.strings, ['__proto__', 'map'], task))
  const isNamed = table.classes.map(({ name }) => name !== 'Object' && !name.startsWith('{'))
  const byClass = new Map<number, Wrappers>()
  await inSlices(task, objects.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = objects[i]!
      if (selfSize[node] !== WORDS * word || !isNamed[table.classOf[node]!]) continue
      const field = fields.of(node)
      if (field === NO_FIELD || !hasOneHolder(heap, node)) continue
      const classIndex = table.classOf[node]!
      const known = byClass.get(classIndex)
      if (known) known.nodes.push(node)
      else byClass.set(classIndex, { classIndex, field: snapshot.strings.text(field), nodes: [node] })
    }
  })
  return [...byClass.values()]
}

const UNKNOWN = -2
const NO_FIELD = -1

/** Names the field of objects with a single one and no stores beside. Worked out once for each sequence of names. */
class OnlyFields {
  readonly #snapshot: Snapshot
  readonly #proto: ReadonlySet<number>
  readonly #map: ReadonlySet<number>
  readonly #bySequence: Int32Array

  constructor(snapshot: Snapshot, [proto, map]: readonly ReadonlySet<number>[]) {
    this.#snapshot = snapshot
    this.#proto = proto!
    this.#map = map!
    this.#bySequence = new Int32Array(snapshot.edgeNames.count).fill(UNKNOWN)
  }

  /** A string index, or `NO_FIELD`. */
  of(node: number): number {
    const sequence = this.#snapshot.edgeNames.sequenceOf(node)
    if (this.#bySequence[sequence] === UNKNOWN) this.#bySequence[sequence] = this.#look(node)
    return this.#bySequence[sequence]!
  }

  #look(node: number): number {
    const { edgeNames } = this.#snapshot
    let field = NO_FIELD
    for (const label of edgeNames.labelsOf(node)) {
      const type = labelType(label)
      const name = labelName(label, edgeNames.columns.wide)
      if (type === EdgeType.property && this.#proto.has(name)) continue
      if (type === EdgeType.internal && this.#map.has(name)) continue
      if (type !== EdgeType.property || field !== NO_FIELD) return NO_FIELD
      field = name
    }
    return field
  }
}

/** Whether one object alone refers to it: what several share may need to be one thing. */
function hasOneHolder({ ready }: WholeHeap, node: number): boolean {
  const { first, source } = ready.retainers
  const end = first[node + 1]!
  const start = first[node]!
  if (end === start || (source[start]! & 1) === 0) return false
  for (let i = start + 1; i < end; i++) if (source[i] !== source[start]) return false
  return true
}

async function draftOf(
  heap: WholeHeap,
  { classIndex, field, nodes: unsorted }: Wrappers,
  task: Task,
): Promise<Draft> {
  const { name } = heap.table.classes[classIndex]!
  const nodes = Uint32Array.from(unsorted)
  const { bytes } = sumOver(heap.ready.graph, nodes)
  const [most] = await byOwner(heap, nodes, task)
  return {
    title: words`${nodes.length} ${name} objects have a single field, ${size(bytes)} for the objects alone`,
    facts: words`Each has only ${field}, and one object refers to it; ${most!.nodes.length} are held by ${ownerWords(most!.owner)}.`,
    cure: words`Let ${ownerWords(most!.owner)} hold what is in ${field}, and turn the methods of ${name} into functions of that value.`,
    confidence: {
      level: 'possible',
      reason: words`a capture does not tell whether the program needs them as objects, to compare or to change them`,
    },
    owner: name,
    subject: name,
    object: nodes[0]!,
    nodes,
    retained: bytes,
    saving: {
      bytes,
      estimate: true,
      method: words`the shallow sizes of the objects, whose fields move to what holds them`,
    },
    claims: { node: nodes, bytes: Float64Array.from(nodes, (node) => heap.shallowSize[node]!) },
    fault: 'waste',
  }
}
