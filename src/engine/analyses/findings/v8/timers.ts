import type { Task } from '../../../base/task.ts'
import { share, size, type Words, words } from '../../../model/words.ts'
import { CODE, type FunctionCode, NO_CODE } from '../../function-code.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { findTimers, type TimerKind } from '../../waiting-timers.ts'
import type { Draft, Rule } from '../rule.ts'
import { draftsOfKept, type KeptTogether } from './kept-together.ts'

/** So many of the same code are nothing to tell of. */
const MOST_AS_IT_SHOULD_BE = 10
/** What goes off once goes by itself, so that it takes more of them. */
const MOST_THAT_GO = 1000

/** Intervals that nobody cleared, and timers that wait by the thousand. */
export const timers: Rule = {
  name: 'timers',
  title: 'Timers that are never cleared',
  about:
    'More than ten intervals that run the same code, or more than a thousand timers that do: each keeps alive all that its function can use. Pages do not tell the two apart; there it is more than ten of either.',
  family: 'v8',
  async find(heap, task) {
    const code = await CODE.of(heap, task)
    const groups = await groupsOf(heap, code, task)
    return draftsOfKept(heap, groups, (group, kept) => draftOf(heap, group, kept), task)
  },
}

/** Timers that run the same code. */
interface Group {
  readonly kind: TimerKind
  /** What that code is called. */
  readonly callback: string
  /** The timers, ascending. */
  readonly nodes: Uint32Array
}

async function groupsOf(heap: WholeHeap, code: FunctionCode, task: Task): Promise<Group[]> {
  const groups = new Map<string, { kind: TimerKind; callback: number; nodes: number[] }>()
  for (const { node, kind, callback } of await findTimers(heap, task)) {
    const made = code.codeOf(callback)
    if (made === NO_CODE || code.isBuiltIn(made)) continue
    const key = `${kind} ${made}`
    const group = groups.get(key)
    if (group) group.nodes.push(node)
    else groups.set(key, { kind, callback, nodes: [node] })
  }
  return [...groups.values()]
    .filter(({ kind, nodes }) => nodes.length > (kind === 'setTimeout' ? MOST_THAT_GO : MOST_AS_IT_SHOULD_BE))
    .map(({ kind, callback, nodes }) => ({
      kind,
      callback: code.textOf(callback),
      nodes: Uint32Array.from(nodes),
    }))
}

function draftOf(heap: WholeHeap, { kind, callback, nodes }: Group, { bytes, claims }: KeptTogether): Draft {
  const isInterval = kind === 'setInterval'
  const total = heapSize(heap)
  return {
    title: isInterval
      ? words`${nodes.length} intervals run ${callback} and keep ${size(bytes)} alive`
      : words`${nodes.length} timers wait to run ${callback} and keep ${size(bytes)} alive`,
    facts: words`${ABOUT[kind ?? 'unknown']} With what only they keep they take ${share(bytes, total)} of the heap.`,
    cure: isInterval ? INTERVAL_CURE : TIMEOUT_CURE,
    confidence: isInterval
      ? {
          level: 'likely',
          reason: words`the same code started an interval ${nodes.length} times, where one for all would do`,
        }
      : {
          level: 'possible',
          reason: words`the capture does not tell whether and when they end by themselves`,
        },
    owner: callback,
    subject: kind ?? 'timer',
    object: nodes[0]!,
    nodes,
    retained: bytes,
    saving: { bytes, estimate: false, method: words`all that goes when these timers go` },
    claims,
    fault: 'leak',
  }
}

const ABOUT: Readonly<Record<NonNullable<TimerKind> | 'unknown', Words>> = {
  setInterval: words`None of them was cleared, and none ends by itself.`,
  setTimeout: words`Each goes by itself when its time has come; until then it keeps what its function can use.`,
  unknown: words`They are intervals, or timers that go off once; each keeps what its function can use.`,
}
const INTERVAL_CURE = words`Keep what ${'setInterval'} returns and call ${'clearInterval(timer)'} when what it is for ends, or let one interval serve all.`
const TIMEOUT_CURE = words`Keep what ${'setTimeout'} or ${'setInterval'} returns, and call ${'clearTimeout(timer)'} as soon as it is not needed any more.`
