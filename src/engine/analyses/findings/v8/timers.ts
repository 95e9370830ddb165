import type { Task } from '../../../base/task.ts'
import { FirstEdges, NO_EDGE } from '../../../graph/first-edges.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { stringsWithText } from '../../../graph/same-text.ts'
import { EdgeType, NodeType } from '../../../model/kinds.ts'
import { share, size, words } from '../../../model/words.ts'
import { FunctionCode, NO_CODE } from '../../function-code.ts'
import type { WholeHeap } from '../../heap.ts'
import type { Draft, Rule } from '../rule.ts'
import { type KeptTogether, keptTogether, mostKeeping } from './kept-together.ts'

/** So many of the same code are nothing to tell of. One that goes off once goes by itself, so that it takes more of them. */
const MOST_AS_IT_SHOULD_BE: Readonly<Record<Kind, number>> = { setInterval: 10, setTimeout: 1000 }

type Kind = 'setInterval' | 'setTimeout'

/** Intervals that nobody cleared, and timers that wait by the thousand. */
export const timers: Rule = {
  name: 'timers',
  title: 'Timers that are never cleared',
  about:
    'More than ten intervals of Node that run the same code, or more than a thousand timers that do: each keeps alive all that its function can use.',
  family: 'v8',
  async find(heap, task) {
    const code = await FunctionCode.of(heap.snapshot, task)
    const groups = mostKeeping(heap, await groupsOf(heap, code, task))
    const drafts: Draft[] = []
    for (const group of groups) {
      drafts.push(draftOf(heap, group, await keptTogether(heap, group.nodes, task)))
    }
    return drafts
  },
}

/** Timers that run the same code. */
interface Group {
  readonly kind: Kind
  /** What that code is called. */
  readonly callback: string
  /** The timers, ascending. */
  readonly nodes: Uint32Array
}

async function groupsOf(heap: WholeHeap, code: FunctionCode, task: Task): Promise<Group[]> {
  const { snapshot } = heap
  const { nodeType, nodeCount } = snapshot
  const [callbacks, repeats] = (await stringsWithText(snapshot.strings, ['_onTimeout', '_repeat'], task)).map(
    (names) => new FirstEdges(snapshot, EdgeType.property, names),
  )
  const groups = new Map<string, { kind: Kind; callback: number; nodes: number[] }>()
  const look = (node: number): void => {
    const callback = callbacks!.target(node)
    if (callback === NO_EDGE || nodeType[callback] !== NodeType.closure) return
    const made = code.codeOf(callback)
    // A small number leaves no edge; what goes off once has null in its place.
    const repeat = repeats!.target(node)
    const kind = repeat === NO_EDGE || nodeType[repeat] === NodeType.number ? 'setInterval' : 'setTimeout'
    if (made === NO_CODE || code.isBuiltIn(made)) return
    const key = `${kind} ${made}`
    const group = groups.get(key)
    if (group) group.nodes.push(node)
    else groups.set(key, { kind, callback, nodes: [node] })
  }
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) if (nodeType[node] === NodeType.object) look(node)
  })
  return [...groups.values()]
    .filter(({ kind, nodes }) => nodes.length > MOST_AS_IT_SHOULD_BE[kind])
    .map(({ kind, callback, nodes }) => ({
      kind,
      callback: code.textOf(callback),
      nodes: Uint32Array.from(nodes),
    }))
}

function draftOf(heap: WholeHeap, { kind, callback, nodes }: Group, { bytes, claims }: KeptTogether): Draft {
  const total = heap.ready.graph.retainedSize[heap.snapshot.root]!
  const isInterval = kind === 'setInterval'
  return {
    title: isInterval
      ? words`${nodes.length} intervals run ${callback} and keep ${size(bytes)} alive`
      : words`${nodes.length} timers wait to run ${callback} and keep ${size(bytes)} alive`,
    facts: isInterval
      ? words`None of them was cleared, and none ends by itself. With what only they keep they take ${share(bytes, total)} of the heap.`
      : words`Each goes by itself when its time has come; until then it keeps what its function can use. Together they take ${share(bytes, total)} of the heap.`,
    cure: isInterval ? INTERVAL_CURE : TIMEOUT_CURE,
    confidence: isInterval
      ? {
          level: 'likely',
          reason: words`the same code started an interval ${nodes.length} times, where one for all would do`,
        }
      : { level: 'possible', reason: words`the capture does not tell how long they still wait` },
    owner: callback,
    subject: kind,
    object: nodes[0]!,
    nodes,
    retained: bytes,
    saving: { bytes, estimate: false, method: words`all that goes when these timers go` },
    claims,
    fault: 'leak',
  }
}

const INTERVAL_CURE = words`Keep what ${'setInterval'} returns and call ${'clearInterval(timer)'} when what it is for ends, or let one interval serve all.`
const TIMEOUT_CURE = words`Keep what ${'setTimeout'} returns and call ${'clearTimeout(timer)'} as soon as it is not needed any more.`
