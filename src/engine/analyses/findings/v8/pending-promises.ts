import { placeOf } from '../../../base/place-of.ts'
import type { Task } from '../../../base/task.ts'
import { NodeType } from '../../../model/kinds.ts'
import { plain, share, size, words } from '../../../model/words.ts'
import { CODE, type FunctionCode } from '../../function-code.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { findPendingPromises, NOBODY, type PendingPromises } from '../../pending-promises.ts'
import { ownersOf } from '../owners-of.ts'
import type { Draft, Rule } from '../rule.ts'
import { draftsOfKept, type KeptTogether } from './kept-together.ts'
import { plainOwner } from './plain-owner.ts'

/** As many as may wait at a time in a program that is busy. */
const MOST_AS_IT_SHOULD_BE = 100

/** Promises that are not settled, and what waits for them. */
export const pendingPromises: Rule = {
  name: 'pending-promises',
  title: 'Promises that are never settled',
  about:
    'More than a hundred calls of one async function that are suspended, or more than a hundred reactions of one promise: each keeps its variables alive until the promise is settled.',
  family: 'v8',
  async find(heap, task) {
    const code = await CODE.of(heap, task)
    const groups = await groupsOf(heap, code, task)
    const ownerOf = ({ promises, promise }: Group) => (promises === 1 ? promise : undefined)
    return draftsOfKept(heap, groups, (group, kept) => draftOf(heap, group, kept), task, ownerOf)
  },
}

/** What waits alike. */
interface Group {
  readonly owner: string
  /** Of these a promise that is waited for. */
  readonly promise: number
  /** How many promises are waited for. */
  readonly promises: number
  /** The records of who waits, ascending. */
  readonly reactions: Uint32Array
  /** Whether it is calls of a function that wait. */
  readonly isCall: boolean
  /** What goes when nothing waits any more, ascending. */
  readonly nodes: Uint32Array
}

async function groupsOf(heap: WholeHeap, code: FunctionCode, task: Task): Promise<Group[]> {
  const pending = await findPendingPromises(heap, code, task)
  const groups = new Map<string, number[]>()
  for (const [i, waiting] of pending.waiting.entries()) {
    const key = waiting === NOBODY ? `promise ${pending.promise[i]}` : `code ${code.codeOf(waiting)}`
    const members = groups.get(key)
    if (members) members.push(i)
    else groups.set(key, [i])
  }
  const large = [...groups.values()].filter((members) => members.length > MOST_AS_IT_SHOULD_BE)
  const promises = Uint32Array.from(new Set(large.map(([first]) => pending.promise[first!]!))).sort()
  if (large.length === 0) return []
  const { owner, names } = await ownersOf(heap, promises, task)
  return large.map((members) => {
    const promise = pending.promise[members[0]!]!
    const waiting = pending.waiting[members[0]!]!
    const holder = names[owner[placeOf(promises, promise)]!]!
    return {
      owner: waiting === NOBODY ? plainOwner(heap, holder, promise) : code.textOf(waiting),
      promise,
      promises: new Set(members.map((i) => pending.promise[i]!)).size,
      reactions: Uint32Array.from(members, (i) => pending.reaction[i]!).sort(),
      isCall: pending.call[members[0]!] !== NOBODY,
      nodes: goingWith(heap, code, pending, members),
    }
  })
}

/** The records, the suspended calls, and, of promises that only these wait for, what would settle them. */
function goingWith(
  heap: WholeHeap,
  code: FunctionCode,
  { reaction, promise, call }: PendingPromises,
  members: readonly number[],
): Uint32Array {
  const nodes = new Set<number>()
  for (const i of members) {
    nodes.add(reaction[i]!)
    if (call[i] !== NOBODY) nodes.add(call[i]!)
  }
  const promises = new Set(members.map((i) => promise[i]!))
  if (promises.size === members.length) {
    for (const one of promises) for (const node of settlersOf(heap, code, one)) nodes.add(node)
  }
  return Uint32Array.from(nodes).sort()
}

/** The functions `resolve` and `reject` of a promise: the engine's own, whose context holds it. */
function settlersOf({ snapshot, ready }: WholeHeap, code: FunctionCode, promise: number): number[] {
  const { first, source } = ready.retainers
  const { nodeType } = snapshot
  const found: number[] = []
  for (let i = first[promise]!; i < first[promise + 1]!; i++) {
    const context = source[i]! >>> 1
    for (let k = first[context]!; k < first[context + 1]!; k++) {
      const user = source[k]! >>> 1
      if (nodeType[user] === NodeType.closure && code.isEngines(user)) found.push(user)
    }
  }
  return found
}

function draftOf(
  heap: WholeHeap,
  { owner, promise, promises, reactions, isCall }: Group,
  { bytes, claims }: KeptTogether,
): Draft {
  const total = heapSize(heap)
  const what = plain(isCall ? 'suspended calls' : 'reactions')
  const isOne = promises === 1
  return {
    title: isOne
      ? words`${reactions.length} ${what} of ${owner} wait for one promise that is not settled, and keep ${size(bytes)} alive`
      : words`${reactions.length} ${what} of ${owner} wait for promises that are not settled, and keep ${size(bytes)} alive`,
    facts: isOne
      ? words`All of them wait for the same promise, so that none goes before it is settled. With what only they keep they take ${share(bytes, total)} of the heap.`
      : words`They wait for ${promises} promises, and each keeps its variables until its promise is settled: together ${share(bytes, total)} of the heap.`,
    cure: isOne ? ONE_CURE : MANY_CURE,
    confidence: isOne
      ? { level: 'likely', reason: words`more and more wait for one promise, and none of them has gone yet` }
      : { level: 'possible', reason: words`the capture does not tell whether they are settled yet` },
    owner,
    subject: 'Promise',
    object: promise,
    nodes: reactions,
    retained: bytes,
    saving: { bytes, estimate: false, method: words`all that goes when nothing waits any more` },
    claims,
    fault: 'leak',
  }
}

const ONE_CURE = words`Do not call ${'then'}, ${'await'} or ${'Promise.race'} on a promise that lives on for each piece of work: ask a flag or an ${'AbortSignal'}, or keep the functions to call in a ${'Set'} and take them out when the work is done.`
const MANY_CURE = words`Settle every promise: reject it when the connection closes or the time is up, ${'AbortSignal.timeout(ms)'}, and take its ${'resolve'} out of where it is kept.`
