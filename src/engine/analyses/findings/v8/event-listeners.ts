import { placeOf } from '../../../base/place-of.ts'
import type { Task } from '../../../base/task.ts'
import { plain, share, size, words } from '../../../model/words.ts'
import { CODE, type FunctionCode, NO_CODE } from '../../function-code.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { findRegistrations, type Listener, type Registration } from '../../registered-listeners.ts'
import { ownersOf } from '../owners-of.ts'
import type { Draft, Rule } from '../rule.ts'
import { draftsOfKept, type KeptTogether } from './kept-together.ts'
import { plainOwner } from './plain-owner.ts'

/** Node warns of a leak where an emitter has more listeners of one event than this. */
const MOST_AS_IT_SHOULD_BE = 10

/** Listeners that are added again and again, and never taken off. */
export const eventListeners: Rule = {
  name: 'event-listeners',
  title: 'Many listeners of one event',
  about:
    'More than ten listeners of one event that the same line of code added to the same object: each keeps alive all that its function can use.',
  family: 'v8',
  async find(heap, task) {
    const code = await CODE.of(heap, task)
    const groups = await groupsOf(heap, code, task)
    return draftsOfKept(heap, groups, (group, kept) => draftOf(heap, code, group, kept), task)
  },
}

/** Listeners of the same code that wait for the same event of one object, or of objects held alike. */
interface Group {
  readonly owner: string
  readonly target: number
  readonly targets: number
  readonly method: Registration['method']
  /** The functions, ascending. */
  readonly listeners: Uint32Array
  /** These with what stands in lists for them, ascending. */
  readonly nodes: Uint32Array
}

async function groupsOf(heap: WholeHeap, code: FunctionCode, task: Task): Promise<Group[]> {
  const registrations = await findRegistrations(heap, task)
  if (registrations.length === 0) return []
  const holders = registrations.map(({ target }) => controllerOf(heap, target))
  const held = Uint32Array.from(new Set(holders)).sort()
  const { owner, names } = await ownersOf(heap, held, task)
  const groups = new Map<
    string,
    { first: Registration; owner: string; targets: number; members: Listener[] }
  >()
  registrations.forEach((registration, i) => {
    const { target, method, event } = registration
    const holder = plainOwner(heap, names[owner[placeOf(held, holders[i]!)]!]!, holders[i]!)
    const object = holders[i] === target ? holder : `${holder}.signal`
    const called = `${object}.${method}(${event === null ? '…' : `'${event}'`})`
    for (const [made, listeners] of byCode(registration, code)) {
      const key = `${made} ${called}`
      const group = groups.get(key) ?? { first: registration, owner: called, targets: 0, members: [] }
      group.targets++
      group.members.push(...listeners)
      groups.set(key, group)
    }
  })
  return [...groups.values()].map(({ first: { target, method }, members, ...group }) => ({
    ...group,
    target,
    method,
    listeners: Uint32Array.from(new Set(members.map(({ node }) => node))).sort(),
    nodes: Uint32Array.from(new Set(members.flatMap(({ node, entry }) => [node, entry]))).sort(),
  }))
}

/** Programs hold the controller of a signal rather than the signal: that, or the target itself. */
function controllerOf({ table, ready }: WholeHeap, target: number): number {
  const nameOf = (node: number): string => table.classes[table.classOf[node]!]!.name
  const { first, source } = ready.retainers
  for (let i = first[target]!; i < first[target + 1]!; i++) {
    if ((source[i]! & 1) === 1 && nameOf(source[i]! >>> 1) === 'AbortController') return source[i]! >>> 1
  }
  return target
}

/** By the code that they share, where there are many. */
function byCode({ listeners }: Registration, code: FunctionCode): [number, Listener[]][] {
  const groups = new Map<number, Listener[]>()
  for (const listener of listeners) {
    const made = code.codeOf(listener.node)
    if (made === NO_CODE) continue
    const group = groups.get(made)
    if (group) group.push(listener)
    else groups.set(made, [listener])
  }
  return [...groups].filter(([, members]) => members.length > MOST_AS_IT_SHOULD_BE)
}

function draftOf(
  heap: WholeHeap,
  code: FunctionCode,
  { owner, target, targets, method, listeners }: Group,
  { bytes, claims }: KeptTogether,
): Draft {
  const listener = code.textOf(listeners[0]!)
  const total = heapSize(heap)
  const on = targets === 1 ? plain('one object') : words`${targets} objects`
  return {
    title: words`${owner} has ${listeners.length} listeners ${listener}, which keep ${size(bytes)} alive`,
    facts: words`They are made by the same code and wait for the same event of ${on}; with what only they keep they take ${share(bytes, total)} of the heap.`,
    cure: method === 'on' ? NODE_CURE : DOM_CURE,
    confidence: {
      level: 'likely',
      reason: words`the same code added a listener ${listeners.length} times, which seldom is wanted: Node warns from 11 on`,
    },
    owner,
    subject: listener,
    object: target,
    nodes: listeners,
    retained: bytes,
    saving: {
      bytes,
      estimate: false,
      method: words`all that goes when these functions and their places in the list go`,
    },
    claims,
    fault: 'leak',
  }
}

const NODE_CURE = words`Take the listener off when what it is for ends: keep the function and call ${'emitter.off(event, listener)'}, or use ${'events.on(emitter, event, { signal })'} and abort the signal. Better still, add one listener for all.`
const DOM_CURE = words`Take the listener off when what it is for ends: ${'removeEventListener(type, listener)'}, or ${'addEventListener(type, listener, { signal })'} and ${'controller.abort()'}. Better still, add one listener for all.`
