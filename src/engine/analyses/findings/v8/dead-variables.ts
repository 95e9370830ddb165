import type { Task } from '../../../base/task.ts'
import { listed, plain, share, size, type Words, words } from '../../../model/words.ts'
import { type DeadVariables, deadVariableRow, findDeadVariables } from '../../dead-variables.ts'
import { CODE, inFile } from '../../function-code.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import type { Draft, Rule } from '../rule.ts'
import { findSharedVariables, type SharedVariable } from './shared-contexts.ts'

/** As many as are told of where the capture does not prove it. */
const MOST_GUESSED = 5
/** Of the heap; what is less is no sign of a fault where nothing proves it. */
const LEAST_SHARE = 0.01
const SHOWN_USERS = 3

/** Variables that live on because functions share their context, though none of these uses them. */
export const deadVariables: Rule = {
  name: 'dead-variables',
  title: 'Variables that nobody can use any more',
  about:
    'Functions made by one call share a context with all variables that any of them uses. Each keeps all of these, also those that only a function that is gone has used. Captures of Chrome say which are used; in others, variables are told that may be so.',
  family: 'v8',
  async find(heap, task) {
    return heap.snapshot.scopes ? proven(heap, task) : guessed(heap, task)
  },
}

async function proven(heap: WholeHeap, task: Task): Promise<Draft[]> {
  const dead = await findDeadVariables(heap, task)
  return Array.from(dead.variable, (_, index) => provenDraft(heap, dead, index))
}

function provenDraft(heap: WholeHeap, dead: DeadVariables, index: number): Draft {
  const row = deadVariableRow(heap, dead, index)
  const slots = [dead.firstSlot[index]!, dead.firstSlot[index + 1]!] as const
  const contexts = dead.slotContext.subarray(...slots)
  const values = dead.slotValue.subarray(...slots)
  const { dominator } = heap.ready.graph
  const declaredIn = inFile(row.functionName, row.script, row.source?.line ?? null)
  return draftOf(heap, {
    variable: row.variable,
    declaredIn,
    bytes: row.freedSize,
    contexts: row.contexts,
    object: dead.slotContext[slots[0]]!,
    nodes: Uint32Array.from(new Set(contexts)).sort(),
    claimed: distinct(values.filter((value, i) => dominator[value] === contexts[i])),
    facts: words`None of the functions that live with these contexts, nor any inside them, uses it.`,
    confidence: {
      level: 'sure',
      reason: words`the capture says of each function which variables it uses`,
    },
    method: words`all that goes when the variable is cleared in these contexts`,
  })
}

async function guessed(heap: WholeHeap, task: Task): Promise<Draft[]> {
  const code = await CODE.of(heap, task)
  const least = LEAST_SHARE * heapSize(heap)
  const found = await findSharedVariables(heap, code, task)
  return found
    .filter(({ bytes }) => bytes >= least)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, MOST_GUESSED)
    .map((shared) => guessedDraft(heap, shared))
}

function guessedDraft(heap: WholeHeap, shared: SharedVariable): Draft {
  const { variable, declaredIn, users, contexts, values, bytes } = shared
  return draftOf(heap, {
    variable,
    declaredIn,
    bytes,
    contexts,
    object: values[0]!,
    nodes: values,
    claimed: values,
    facts: words`The functions ${listed(users, SHOWN_USERS)} share these contexts, and each keeps the variable, whether it uses it or not.`,
    confidence: {
      level: 'possible',
      reason: words`captures of Node do not tell which functions use it: it may well be needed`,
    },
    method: words`what the values of the variable alone keep`,
  })
}

function distinct(nodes: Uint32Array): Uint32Array {
  return Uint32Array.from(new Set(nodes)).sort()
}

interface Found {
  readonly variable: string
  readonly declaredIn: string
  readonly bytes: number
  readonly contexts: number
  readonly object: number
  readonly nodes: Uint32Array
  /** Nodes that go with all that they dominate. */
  readonly claimed: Uint32Array
  readonly facts: Words
  readonly confidence: Draft['confidence']
  readonly method: Words
}

function draftOf(heap: WholeHeap, found: Found): Draft {
  const { variable, declaredIn, bytes, contexts, object, nodes, claimed, facts, confidence, method } = found
  const total = heapSize(heap)
  const owner = `${variable} of ${declaredIn}`
  return {
    title: words`The variable ${owner} lives on in ${contexts} ${plain(contexts === 1 ? 'context' : 'contexts')} with ${size(bytes)}${plain(confidence.level === 'sure' ? ', and nobody can use it' : '')}`,
    facts: words`${facts} Its values take ${share(bytes, total)} of the heap.`,
    cure: words`Take what uses ${variable} out into a function of its own that gets it as an argument, or set it to ${'null'} when it is done with. In a block of its own, ${`{ const ${variable} = … }`}, it has a context of its own.`,
    confidence,
    owner,
    subject: variable,
    object,
    nodes,
    retained: bytes,
    saving: { bytes, estimate: false, method },
    claims: { node: claimed, bytes: null },
    fault: 'leak',
  }
}
