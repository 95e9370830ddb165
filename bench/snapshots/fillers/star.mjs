/**
 * What programs with generated code hold: thousands of classes with a few instances each, and plain objects of as many
 * shapes. Nearly every class of the summary is tiny.
 */
import { runInThisContext } from 'node:vm'

const INSTANCES_PER_CLASS = 8
const OBJECTS_PER_SHAPE = 4
const WORDS = [
  'id',
  'name',
  'kind',
  'owner',
  'parent',
  'size',
  'flags',
  'label',
  'state',
  'time',
  'items',
  'next',
]

/** @param count how many classes, and how many shapes of plain objects */
export function fill(count) {
  const messages = []
  const records = []
  for (let i = 0; i < count; i++) {
    const Message = messageClass(i)
    for (let k = 0; k < INSTANCES_PER_CLASS; k++) {
      messages.push(new Message(k, messages.at(-1)))
    }
    for (let k = 0; k < OBJECTS_PER_SHAPE; k++) {
      records.push(record(i, k))
    }
  }
  return { messages, records }
}

/** A class of its own source text, as code generators write them. */
function messageClass(i) {
  const fields = WORDS.slice(0, 2 + (i % (WORDS.length - 2)))
  const sets = fields.map(
    (field, k) => `this.${field}${i} = ${k % 3 === 2 ? 'before' : `'${field}' + number`}`,
  )
  return runInThisContext(
    `(class Message${i} { constructor(number, before) { ${sets.join('; ')} } encode() { return ${i} } })`,
  )
}

/** Plain objects differ in which words they have, and in one property that only their shape has. */
function record(i, k) {
  const fields = WORDS.filter((_, bit) => (i >> bit) & 1)
  return Object.fromEntries([...fields.map((field) => [field, k]), [`only${i}`, { count: k }]])
}
