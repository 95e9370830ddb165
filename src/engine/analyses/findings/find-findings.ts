import type { Task } from '../../base/task.ts'
import { weightOf } from '../../model/finding-rank.ts'
import type { HeapFamily } from '../../model/finding-rows.ts'
import { heapSize, type WholeHeap } from '../heap.ts'
import { type Finding, named } from './finding-row.ts'
import { foundIn } from './found.ts'
import type { Rule } from './rule.ts'
import { rulesFor } from './rules.ts'
import { isWorthTelling } from './severity.ts'

async function findingsOf(heap: WholeHeap, rule: Rule, task: Task): Promise<readonly Finding[]> {
  const total = heapSize(heap)
  const drafts = (await rule.find(heap, task)).filter((draft) => isWorthTelling(weightOf(draft), total))
  return named(
    rule.name,
    drafts.toSorted((a, b) => weightOf(b) - weightOf(a)),
  )
}

export function familyOf({ snapshot }: Pick<WholeHeap, 'snapshot'>): HeapFamily {
  return snapshot.python ? 'cpython' : 'v8'
}

/** What one rule finds that is worth telling, the weightiest first; worked out once a heap. @throws HeapError `cancelled` */
export async function findByRule(heap: WholeHeap, rule: Rule, task: Task): Promise<readonly Finding[]> {
  const known = foundIn(heap).get(rule.name)
  if (known) return known
  const findings = await findingsOf(heap, rule, task)
  foundIn(heap).set(rule.name, findings)
  return findings
}

/** What all rules find, one rule after the other. @throws HeapError `cancelled` */
export async function findAll(heap: WholeHeap, task: Task): Promise<readonly Finding[]> {
  const all: Finding[] = []
  for (const rule of rulesFor(familyOf(heap))) all.push(...(await findByRule(heap, rule, task)))
  return all
}

/** Tries the rule that a finding's key begins with the name of, or all. @throws HeapError `cancelled` */
export async function findByKey(heap: WholeHeap, key: string | null, task: Task): Promise<void> {
  const rule = rulesFor(familyOf(heap)).find(({ name }) => key?.startsWith(`${name}/`))
  if (rule) await findByRule(heap, rule, task)
  else await findAll(heap, task)
}
