import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { NodeType } from '../../../model/kinds.ts'
import { size, words } from '../../../model/words.ts'
import { isRecord } from '../../collections/collection-columns.ts'
import { findParts, Part } from '../../collections/object-parts.ts'
import { findWordBytes } from '../../collections/store-layout.ts'
import type { WholeHeap } from '../../heap.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import type { Draft, Rule } from '../rule.ts'

/** Fewer objects of a class are no pattern. */
const LEAST_OBJECTS = 100
/** Hidden class, properties and elements. */
const HEADER_WORDS = 3
/** What plain objects are called whose keys no others have: they serve as dictionaries. */
const PLAIN = 'Object'

/** Objects of one class whose fields are in hash tables. */
export const dictionaryObjects: Rule = {
  name: 'dictionary-objects',
  title: 'Objects in dictionary mode',
  about:
    'Many objects of one class, or with the same keys, that V8 keeps as hash tables, because fields were deleted or added by computed names. In the object itself the fields would take a fraction of that, and be read faster.',
  family: 'v8',
  async find(heap, task) {
    const drafts: Draft[] = []
    for (const group of await hashedByClass(heap, task)) {
      if (group.nodes.length >= LEAST_OBJECTS) drafts.push(draftOf(heap, group))
    }
    return drafts
  },
}

/** Objects of a class with their tables; columns by place. */
interface Hashed {
  readonly classIndex: number
  readonly nodes: number[]
  readonly tables: number[]
  /** Bytes that object and table take beyond an object with the fields in it. */
  readonly spare: number[]
  fields: number
}

async function hashedByClass(heap: WholeHeap, task: Task): Promise<readonly Hashed[]> {
  const { snapshot, table, shallowSize } = heap
  const { collections } = await COLLECTIONS.of(heap, task)
  const word = await findWordBytes(snapshot, task)
  if (word === null) return []
  const parts = await findParts(snapshot, task)
  const byClass = new Map<number, Hashed>()
  await inSlices(task, collections.nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      if (!isRecord(collections, place)) continue
      const node = collections.nodes[place]!
      const store = parts.at(node, Part.properties)
      const fields = collections.entries[place]! - parts.elements(node)
      const classIndex = table.classOf[node]!
      if (store === -1 || snapshot.nodeType[store] !== NodeType.array || fields <= 0) continue
      if (table.classes[classIndex]!.name === PLAIN) continue
      const inline = (HEADER_WORDS + fields) * word
      const spare = shallowSize[node]! + shallowSize[store]! - inline
      if (spare <= 0) continue
      let group = byClass.get(classIndex)
      if (!group) {
        group = { classIndex, nodes: [], tables: [], spare: [], fields: 0 }
        byClass.set(classIndex, group)
      }
      group.nodes.push(node)
      group.tables.push(store)
      group.spare.push(spare)
      group.fields += fields
    }
  })
  return [...byClass.values()]
}

function draftOf(heap: WholeHeap, { classIndex, nodes, tables, spare, fields }: Hashed): Draft {
  const { name } = heap.table.classes[classIndex]!
  const { selfSize } = heap.snapshot
  const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0)
  const saved = sum(spare)
  const tableBytes = sum(tables.map((node) => selfSize[node]!))
  const count = nodes.length
  const isPlain = name.startsWith('{')
  return {
    title: words`${count} ${name} objects keep their fields in hash tables, ${size(saved)} more than they need`,
    facts: words`A table takes ${size(Math.round(tableBytes / count))} for ${Math.round(fields / count)} fields on average. V8 makes one when a field is deleted, or when many are added by computed names.`,
    cure: words`Set a field to ${'undefined'} in place of ${'delete object.field'}, and give objects all their fields at once, by a class or a literal. What is meant as a dictionary is a ${'Map'}.`,
    confidence: isPlain
      ? { level: 'likely', reason: words`all have the same keys, as records have, not dictionaries` }
      : { level: 'sure', reason: words`the tables are in the capture, and objects of a class have fields` },
    owner: name,
    subject: name,
    object: nodes[0]!,
    nodes: Uint32Array.from(nodes),
    retained: tableBytes,
    saving: {
      bytes: saved,
      estimate: true,
      method: words`the shallow sizes of objects and tables, less those of objects with one word a field`,
    },
    claims: claimsOf(heap, nodes, tables, spare),
    fault: 'waste',
  }
}

/** Of the tables, and where their bytes count as their objects' of these. */
function claimsOf(
  { shallowSize }: WholeHeap,
  nodes: readonly number[],
  tables: readonly number[],
  spare: readonly number[],
): Draft['claims'] {
  const ofTables = tables.map((node, place) => Math.min(spare[place]!, shallowSize[node]!))
  const ofNodes = spare.map((bytes, place) => bytes - ofTables[place]!)
  return {
    node: Uint32Array.from([...tables, ...nodes]),
    bytes: Float64Array.from([...ofTables, ...ofNodes]),
  }
}
