import { Places } from '../../../base/places.ts'
import type { Task } from '../../../base/task.ts'
import { inSlices, mapInTurns } from '../../../graph/in-slices.ts'
import type { WideColumn } from '../../../model/snapshot.ts'
import { plain, share, size, type Words, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { TEXTS } from '../../list-fields.ts'
import { displayName } from '../../names.ts'
import { sumOver } from '../../retained-of-set.ts'
import { NO_TEXT } from '../../strings/rope-texts.ts'
import type { StringTexts } from '../../strings/string-texts.ts'
import { byOwner, type OwnedGroup } from '../by-owner.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'
import { isWorthTelling } from '../severity.ts'

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
    const spare = await spareCopies(texts, heap.shallowSize, task)
    const total = heapSize(heap)
    // Who holds them is looked for only where there is something to tell.
    if (!isWorthTelling(sumOver(heap.ready.graph, spare.nodes).bytes, total)) return []
    const groups = await byOwner(heap, spare.nodes, task)
    const count = new TextCount(heap, texts, spare)
    const told = groups.filter(({ owner, bytes }) => !ENGINES.test(owner) && isWorthTelling(bytes, total))
    return mapInTurns(task, told, (group) => draftOf(heap, texts, count.of(group.nodes), group))
  },
}

/** All strings but the largest of each text, ascending; by place the number of its text. */
interface Spare {
  readonly nodes: Uint32Array
  readonly text: Uint32Array
}

async function spareCopies(
  { nodes, text, count, first }: StringTexts,
  shallowSize: WideColumn,
  task: Task,
): Promise<Spare> {
  const kept = new Uint32Array(count).fill(NO_TEXT)
  let copies = 0
  task.begin('answer', 2 * nodes.length)
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      const t = text[place]!
      if (t === NO_TEXT) continue
      if (kept[t] !== NO_TEXT) copies++
      if (kept[t] === NO_TEXT || shallowSize[nodes[place]!]! > shallowSize[kept[t]!]!) kept[t] = nodes[place]!
    }
  })
  const spare = { nodes: new Uint32Array(copies), text: new Uint32Array(copies) }
  let at = 0
  const take = (from: number, to: number): void => {
    for (let place = from; place < to; place++) {
      const t = text[place]!
      if (t === NO_TEXT || first[t + 1]! - first[t]! < 2 || kept[t] === nodes[place]) continue
      spare.nodes[at] = nodes[place]!
      spare.text[at++] = t
    }
  }
  await inSlices(task, nodes.length, take, nodes.length)
  task.end()
  return spare
}

/** The texts of some spare copies. */
interface Counted {
  /** Distinct. */
  readonly texts: readonly number[]
  /** The one that most of them have, and how many do. */
  readonly commonest: number
  readonly most: number
}

/** Counts texts. It keeps its room for the next group. */
class TextCount {
  readonly #spare: Spare
  readonly #places: Places
  /** By text; zeros in between. */
  readonly #counts: Uint32Array

  constructor({ snapshot }: WholeHeap, { count }: StringTexts, spare: Spare) {
    this.#spare = spare
    this.#places = new Places(spare.nodes, snapshot.nodeCount)
    this.#counts = new Uint32Array(count)
  }

  /** @param nodes spare copies */
  of(nodes: Uint32Array): Counted {
    const texts: number[] = []
    let commonest = NO_TEXT
    let most = 0
    for (const node of nodes) {
      const text = this.#spare.text[this.#places.of(node)]!
      const count = ++this.#counts[text]!
      if (count === 1) texts.push(text)
      if (count > most) {
        most = count
        commonest = text
      }
    }
    for (const text of texts) this.#counts[text] = 0
    return { texts, commonest, most }
  }
}

function draftOf(
  heap: WholeHeap,
  texts: StringTexts,
  { texts: own, commonest, most }: Counted,
  { owner, nodes, bytes }: OwnedGroup,
): Draft {
  const total = heapSize(heap)
  const example = displayName(heap.snapshot, texts.member[texts.first[commonest]!]!)
  const isPython = heap.snapshot.python !== null
  return {
    title: words`${ownerWords(owner)} holds ${copyWords(nodes.length, own.length)}, ${size(bytes)} that could be shared`,
    facts: words`${exampleWords(example, most, own.length)} One string of each text would do; the others take ${share(bytes, total)} of the heap.`,
    cure: isPython ? PYTHON_CURE : V8_CURE,
    confidence: confidenceOf(texts, own),
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
    claims: { node: nodes, bytes: sizesOf(heap, nodes) },
    fault: 'waste',
  }
}

function sizesOf({ shallowSize }: WholeHeap, nodes: Uint32Array): Float64Array {
  const sizes = new Float64Array(nodes.length)
  for (let at = 0; at < nodes.length; at++) sizes[at] = shallowSize[nodes[at]!]!
  return sizes
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

function confidenceOf({ cut }: StringTexts, texts: readonly number[]): Draft['confidence'] {
  const isCut = texts.some((text) => cut[text] === 1)
  return isCut
    ? { level: 'likely', reason: words`some texts are longer than what the capture holds of them` }
    : { level: 'sure', reason: words`their texts are in the capture and equal` }
}

const V8_CURE = words`Keep one string of each text: look it up in a ${'Map'} when it is read or made, or hold a number in its place.`
const PYTHON_CURE = words`Keep one string of each text: ${'sys.intern(text)'} where it is read, or an ${'Enum'} or a number in its place.`
