import type { Task } from '../../base/task.ts'
import type { Confidence, HeapFamily, Saving } from '../../model/finding-rows.ts'
import type { Words } from '../../model/words.ts'
import type { WholeHeap } from '../heap.ts'

/** One thing to look for. */
export interface Rule {
  /** Names it in addresses, options and docs: words with hyphens. */
  readonly name: string
  readonly title: string
  /** What it looks for, in a sentence. */
  readonly about: string
  /** The heaps it is for; null for all. */
  readonly family: HeapFamily | null
  /**
   * Looks through a heap. What it finds is kept as long as the heap.
   * @throws HeapError `cancelled`
   */
  readonly find: (heap: WholeHeap, task: Task) => Promise<readonly Draft[]>
}

/** What a rule found, before it is made a row. */
export interface Draft {
  readonly title: Words
  readonly facts: Words
  readonly cure: Words
  readonly confidence: Confidence
  /** What holds it, in words that other captures of the program have too. */
  readonly owner: string
  /** What it is about, as a class name: with rule and owner it makes the fingerprint. */
  readonly subject: string
  /** The node that all hangs from: its path is the reference that keeps the rest. */
  readonly object: number
  /** The evidence: node indexes, distinct and ascending. */
  readonly nodes: Uint32Array
  /** Bytes that go with the evidence. */
  readonly retained: number
  readonly saving: Saving | null
  readonly claims: Claims
  /** Whether it can only grow from here (`leak`), or takes more than it must (`waste`). */
  readonly fault: 'leak' | 'waste'
}

/** Which bytes of which nodes a saving is made of. */
export interface Claims {
  /** Distinct nodes. */
  readonly node: Uint32Array
  /** By place in `node`: bytes of its shallow size. Null claims each node with all that it dominates. */
  readonly bytes: Float64Array | null
}

export const NO_CLAIMS: Claims = { node: new Uint32Array(0), bytes: null }
