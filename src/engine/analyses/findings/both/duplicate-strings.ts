import type { WideColumn } from '../../../model/snapshot.ts'
import { plain, share, size, type Words, words } from '../../../model/words.ts'
import type { WholeHeap } from '../../heap.ts'
import { TEXTS } from '../../list-fields.ts'
import { displayName } from '../../names.ts'
import type { StringTexts } from '../../strings/string-texts.ts'
import { byOwner } from '../by-owner.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'

const LONGEST_EXAMPLE = 40
/** What no program can change: the engine's own copies of sources and names. */
const ENGINES = /^(?:\(compiled code\)|system \/ (?!Context))/

/** Texts that the heap holds more than once. */
export const duplicateStrings: Rule = {
  name: 'duplicate-strings',
  title: 'Duplicate strings',
  about: 'Strings with the same text, each with bytes of its own, by what holds them.',
  family: null,
  async find(heap, task) {
    const texts = await TEXTS.of(heap, task)
    const spare = spareCopies(texts, heap.shallowSize)
    const groups = await byOwner(heap, spare.nodes, task)
    return groups
      .filter(({ owner }) => !ENGINES.test(owner))
      .map((group) => draftOf(heap, texts, spare, group))
  },
}

/** All strings but the largest of each text; by place the number of its text. */
interface Spare {
  readonly nodes: Uint32Array
  readonly textOf: ReadonlyMap<number, number>
}

function spareCopies({ count, first, member }: StringTexts, shallowSize: WideColumn): Spare {
  const textOf = new Map<number, number>()
  for (let text = 0; text < count; text++) {
    const copies = member.subarray(first[text], first[text + 1])
    if (copies.length < 2) continue
    let kept = copies[0]!
    for (const node of copies) if (shallowSize[node]! > shallowSize[kept]!) kept = node
    for (const node of copies) if (node !== kept) textOf.set(node, text)
  }
  return { nodes: Uint32Array.from(textOf.keys()).sort(), textOf }
}

function draftOf(
  heap: WholeHeap,
  texts: StringTexts,
  { textOf }: Spare,
  { owner, nodes, bytes }: { owner: string; nodes: Uint32Array; bytes: number },
): Draft {
  const total = heap.ready.graph.retainedSize[heap.snapshot.root]!
  const counts = new Map<number, number>()
  for (const node of nodes) counts.set(textOf.get(node)!, (counts.get(textOf.get(node)!) ?? 0) + 1)
  const [commonest] = [...counts].sort((a, b) => b[1] - a[1])
  const example = displayName(heap.snapshot, texts.member[texts.first[commonest![0]]!]!)
  const isPython = heap.snapshot.python !== null
  return {
    title: words`${ownerWords(owner)} holds ${copyWords(nodes.length, counts.size)}, ${size(bytes)} that could be shared`,
    facts: words`${exampleWords(example, commonest![1], counts.size)} One string of each text would do; the others take ${share(bytes, total)} of the heap.`,
    cure: isPython ? PYTHON_CURE : V8_CURE,
    confidence: confidenceOf(texts, textOf, nodes),
    owner,
    subject: 'string',
    object: nodes[0]!,
    nodes,
    retained: bytes,
    saving: {
      bytes,
      estimate: false,
      method: words`the shallow sizes of all strings but the largest of each text`,
    },
    claims: { node: nodes, bytes: Float64Array.from(nodes, (node) => heap.shallowSize[node]!) },
    fault: 'waste',
  }
}

function copyWords(copies: number, texts: number): Words {
  if (copies === texts) return words`${copies} strings whose texts others have too`
  return words`${copies} copies of ${texts} ${plain(texts === 1 ? 'text' : 'texts')}`
}

/** @param copies of it that could go */
function exampleWords(example: string, copies: number, texts: number): Words {
  if (texts === 1) return words`The text is ${shortened(example)}.`
  if (copies === 1) return words`Each has a string of the same text elsewhere, as ${shortened(example)}.`
  return words`The commonest is ${shortened(example)}, ${copies} times.`
}

function shortened(text: string): Words {
  if (text === '') return plain('the empty text')
  return words`${text.length > LONGEST_EXAMPLE ? `${text.slice(0, LONGEST_EXAMPLE)}…` : text}`
}

function confidenceOf(
  { cut }: StringTexts,
  textOf: ReadonlyMap<number, number>,
  nodes: Uint32Array,
): Draft['confidence'] {
  const isCut = nodes.some((node) => cut[textOf.get(node)!] === 1)
  return isCut
    ? { level: 'likely', reason: words`some texts are longer than what the capture holds of them` }
    : { level: 'sure', reason: words`their texts are in the capture and equal` }
}

const V8_CURE = words`Keep one string of each text: look it up in a ${'Map'} when it is read or made, or hold a number in its place.`
const PYTHON_CURE = words`Keep one string of each text: ${'sys.intern(text)'} where it is read, or an ${'Enum'} or a number in its place.`
