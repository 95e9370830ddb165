import { pathToRoot } from '../../graph/root-path.ts'
import type { OwnCode, Role, RoleStep, Whose } from '../../model/finding-rows.ts'
import { pathText, stepText } from '../../model/path-text.ts'
import type { PathStep } from '../../model/rows.ts'
import type { WholeHeap } from '../heap.ts'
import { dominatorsOf } from '../object-detail.ts'
import { pathSteps } from '../path-steps.ts'
import { sourceOf } from '../sources.ts'
import { LONG_LIVED, roleOf } from './node-roles.ts'
import type { WhoseCode } from './whose.ts'

/** A longer path is shown by its first and last steps. */
const SHOWN_AT_START = 8
const SHOWN_AT_END = 16

/** The path to what a finding is about, and what it says. */
export interface RolePath {
  readonly reference: string | null
  readonly path: readonly RoleStep[]
  readonly skipped: { readonly count: number; readonly after: number }
  readonly whose: Whose | null
  readonly own: OwnCode | null
}

/**
 * The shortest path from the root to a node with what each step is to the program, whose code it belongs to, and which
 * reference makes life go on too long: the last one that leads from what lives as long as the program (a global, a module,
 * a class, a function's variable) to what every path comes through.
 * O(length of the path + edges into it).
 */
export function rolePath(heap: WholeHeap, node: number, whoseCode: WhoseCode): RolePath {
  const { graph, retainers } = heap.ready
  const edges = pathToRoot(graph, retainers, node)
  const steps = pathSteps(heap, edges, dominatorsOf(graph, node))
  const roles = steps.map(({ node: row }) => roleOf(heap, row.node))
  const whose = steps.map(({ node: row }) => whoseCode(row.node))
  const faulty = faultyStep(steps, roles)
  const path = steps.map((step, at): RoleStep => ({
    text: stepText(steps, at),
    className: step.node.className,
    id: step.node.id,
    role: roles[at]!,
    whose: whose[at]!,
    dominator: step.dominator || at === steps.length - 1,
    faulty: at === faulty,
  }))
  const own = whose.lastIndexOf('own')
  return {
    reference: pathText(steps),
    ...shortened(path),
    whose: whose.findLast((one) => one !== null) ?? null,
    own: own === -1 ? null : ownCode(heap, steps[own]!),
  }
}

function ownCode({ snapshot }: WholeHeap, { node }: PathStep): OwnCode {
  // A root among the program's own is a frame.
  const hasName = node.kind === 'closure' || node.kind === 'root' || (node.python?.role ?? null) !== null
  const isNamed = node.name !== '' && hasName
  return { name: isNamed ? node.name : node.className, id: node.id, source: sourceOf(snapshot, node.node) }
}

function shortened(path: readonly RoleStep[]): Pick<RolePath, 'path' | 'skipped'> {
  const count = path.length - SHOWN_AT_START - SHOWN_AT_END
  if (count <= 0) return { path, skipped: { count: 0, after: path.length } }
  return {
    path: [...path.slice(0, SHOWN_AT_START), ...path.slice(-SHOWN_AT_END)],
    skipped: { count, after: SHOWN_AT_START },
  }
}

/**
 * In the stretch at the end that every path comes through, the last step out of what lives long; -1 where there is none. The
 * first step of the stretch does not count: other references lead to it too.
 */
function faultyStep(steps: readonly PathStep[], roles: readonly Role[]): number {
  let start = steps.length - 1
  while (start > 0 && steps[start - 1]!.dominator) start--
  for (let at = steps.length - 1; at > start; at--) {
    if (LONG_LIVED.has(roles[at - 1]!) && !LONG_LIVED.has(roles[at]!)) return at
  }
  return -1
}
