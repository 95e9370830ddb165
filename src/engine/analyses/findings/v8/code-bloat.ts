import type { Task } from '../../../base/task.ts'
import { topsOf } from '../../../graph/tops.ts'
import { share, size, words } from '../../../model/words.ts'
import { type CompiledTexts, compiledTexts } from '../../compiled-texts.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { lostOfSet } from '../../retained-of-set.ts'
import type { Draft, Rule } from '../rule.ts'

/** A function that compiles fewer texts may have a reason for each. */
const LEAST_SCRIPTS = 100
/** Texts are alike where their average is at least so much of the longest. */
const ALIKE = 0.5
/** What V8 puts before the name of a function's code. */
const KIND = /^(?:\(shared function info\)|system \/ SharedFunctionInfo(?: \/ )?)/

/** Code that is compiled again and again from texts that differ in a name. */
export const codeBloat: Rule = {
  name: 'code-bloat',
  title: 'Code compiled over and over',
  about:
    'Functions compiled from texts by the hundred in one place, by `new Function` or `eval`: each has a script, a text and bytecode of its own, where closures would share one.',
  family: 'v8',
  async find(heap, task) {
    const drafts: Draft[] = []
    for (const compiled of await compiledTexts(heap, LEAST_SCRIPTS, task)) {
      drafts.push(await draftOf(heap, compiled, task))
    }
    return drafts
  },
}

async function draftOf(heap: WholeHeap, compiled: CompiledTexts, task: Task): Promise<Draft> {
  const { snapshot } = heap
  const { graph, retainers } = heap.ready
  const { compiler, scripts, code, functions } = compiled
  const records = Uint32Array.from(new Set([...scripts, ...code])).sort()
  const { bytes } = await lostOfSet(graph, retainers, records, task)
  const total = heapSize(heap)
  const name = snapshot.strings.text(snapshot.nodeName[compiler]!).replace(KIND, '') || '(anonymous)'
  return {
    title: words`${name} compiled ${scripts.length} texts, whose code takes ${size(bytes)}`,
    facts: words`Each text became a script with its source, bytecode and scopes, ${size(Math.round(bytes / scripts.length))} on average, ${share(bytes, total)} of the heap together. ${functions.length} functions were made of them.`,
    cure: words`Write the function once and let it close over what differs: ${'(name) => (row) => row[name]'} in place of ${'new Function'} or ${'eval'}. Where texts must be compiled, keep one function for each text.`,
    confidence: areAlike(heap, compiled)
      ? { level: 'likely', reason: words`all come from one place, and their texts are of about one length` }
      : {
          level: 'possible',
          reason: words`all come from one place, but their texts are of very different lengths`,
        },
    owner: name,
    subject: 'code',
    object: functions[0] ?? scripts[0]!,
    nodes: functions.length > 0 ? Uint32Array.from(functions) : Uint32Array.from(scripts),
    retained: bytes,
    saving: {
      bytes: Math.round(bytes * (1 - 1 / scripts.length)),
      estimate: true,
      method: words`what goes with the scripts and their code, less one of them`,
    },
    claims: { node: topsOf(graph, records), bytes: null },
    fault: 'waste',
  }
}

/** Sizes stand for lengths: all are sources. */
function areAlike({ shallowSize }: WholeHeap, { texts }: CompiledTexts): boolean {
  let longest = 0
  let sum = 0
  for (const text of texts) {
    const bytes = text === -1 ? 0 : shallowSize[text]!
    longest = Math.max(longest, bytes)
    sum += bytes
  }
  return sum >= ALIKE * longest * texts.length
}
