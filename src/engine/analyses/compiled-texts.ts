import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { stringsWithText } from '../graph/same-text.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { CompleteHeap } from './heap.ts'
import { NODES_BY_TYPE } from './nodes-by-type.ts'
import { NamedEdges } from './named-edges.ts'

/** What one function compiled from texts while it ran, by `eval` or `new Function`. */
export interface CompiledTexts {
  /** The code of that function. */
  readonly compiler: number
  /** One for each text, ascending. */
  readonly scripts: readonly number[]
  /** The texts, by place in `scripts`; -1 where the capture does not have one. */
  readonly texts: readonly number[]
  /** What V8 shares among the functions of the scripts, and what it keeps for single ones alone. */
  readonly code: readonly number[]
  /** The functions of the scripts. */
  readonly functions: readonly number[]
}

type Group = { readonly [Key in keyof Omit<CompiledTexts, 'compiler'>]: number[] }

/**
 * Scripts that were compiled from texts, by the function that did so, which V8 notes with each. O(nodes + edges of scripts).
 * @param least what compiled fewer is left out
 */
export async function compiledTexts(
  heap: CompleteHeap,
  least: number,
  task: Task,
): Promise<readonly CompiledTexts[]> {
  const { snapshot } = heap
  const texts = ['script', 'script_or_debug_info', 'name_or_scope_info', 'source', 'shared', 'feedback_cell']
  const [script, older, name, source, shared, cell] = await stringsWithText(snapshot.strings, texts, task)
  const code = new NamedEdges(snapshot, EdgeType.internal, [new Set([...script!, ...older!]), name!])
  const scripts = new NamedEdges(snapshot, EdgeType.internal, [source!])
  const functions = new NamedEdges(snapshot, EdgeType.internal, [shared!, cell!])
  const groups = await groupScripts(heap, scripts, code, task)
  for (const [compiler, group] of groups) if (group.scripts.length < least) groups.delete(compiler)
  if (groups.size > 0) await addCode(heap, [...groups.values()], code, functions, task)
  return Array.from(groups, ([compiler, group]) => ({ compiler, ...group }))
}

async function groupScripts(
  heap: CompleteHeap,
  scripts: NamedEdges,
  code: NamedEdges,
  task: Task,
): Promise<Map<number, Group>> {
  const groups = new Map<number, Group>()
  const all = (await NODES_BY_TYPE.of(heap, task)).of(NodeType.code)
  await inSlices(task, all.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = all[i]!
      if (!scripts.hasAll(node)) continue
      const compiler = compilerOf(heap.snapshot, node, code)
      if (compiler === -1) continue
      const group = groups.get(compiler) ?? { scripts: [], texts: [], code: [], functions: [] }
      group.scripts.push(node)
      group.texts.push(scripts.at(node, 0))
      groups.set(compiler, group)
    }
  })
  return groups
}

/** Adds the code of the scripts, and then the functions of that code with the feedback that is theirs alone. */
async function addCode(
  { snapshot, ready }: CompleteHeap,
  groups: readonly Group[],
  code: NamedEdges,
  functions: NamedEdges,
  task: Task,
): Promise<void> {
  const { nodeType, nodeCount } = snapshot
  const ofScript = new Map(groups.flatMap((group) => group.scripts.map((node) => [node, group])))
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (nodeType[node] === NodeType.code && code.hasAll(node))
        ofScript.get(code.at(node, 0))?.code.push(node)
    }
  })
  const ofCode = new Map(groups.flatMap((group) => group.code.map((node) => [node, group])))
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const group = nodeType[node] === NodeType.closure ? ofCode.get(functions.at(node, 0)) : undefined
      if (!group) continue
      group.functions.push(node)
      const cell = functions.at(node, 1)
      if (cell !== -1 && ready.graph.dominator[cell] === node) group.code.push(cell)
    }
  })
}

/** The code that a script has a reference to, which is that of the function that compiled it; -1 where it has none. */
function compilerOf({ firstEdge, edgeLink }: Snapshot, script: number, code: NamedEdges): number {
  for (let edge = firstEdge[script]!; edge < firstEdge[script + 1]!; edge++) {
    const link = edgeLink[edge]!
    if (linkType(link) !== EdgeType.weak && code.hasAll(linkTarget(link))) return linkTarget(link)
  }
  return -1
}
