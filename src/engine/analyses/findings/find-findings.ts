import type { Task } from '../../base/task.ts'
import { weightOf } from '../../model/finding-rank.ts'
import type { HeapFamily } from '../../model/finding-rows.ts'
import { Derived } from '../derived.ts'
import { type CompleteHeap, heapSize, isWhole, type WholeHeap } from '../heap.ts'
import { notReady } from '../node-row.ts'
import { type Finding, named } from './finding-row.ts'
import type { Rule } from './rule.ts'
import { RULES, rulesFor } from './rules.ts'
import { isWorthTelling } from './severity.ts'

/** What each rule finds that is worth telling, the weightiest first; worked out once a heap. */
const FOUND: ReadonlyMap<Rule, Derived<readonly Finding[]>> = new Map(
  RULES.map((rule) => [rule, new Derived((heap, task) => findingsOf(heap, rule, task))]),
)

async function findingsOf(heap: CompleteHeap, rule: Rule, task: Task): Promise<readonly Finding[]> {
  if (!isWhole(heap)) throw notReady()
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

/** What one rule finds that is worth telling, the weightiest first. @throws HeapError `cancelled` */
export function findByRule(heap: WholeHeap, rule: Rule, task: Task): Promise<readonly Finding[]> {
  return FOUND.get(rule)!.of(heap, task)
}

/** What is known of a rule's findings without looking. */
export function foundByRule(heap: Pick<WholeHeap, 'snapshot'>, rule: Rule): readonly Finding[] | undefined {
  return FOUND.get(rule)!.known(heap)
}

/** What all rules find, one rule after the other. @throws HeapError `cancelled` */
export async function findAll(heap: WholeHeap, task: Task): Promise<readonly Finding[]> {
  const all: Finding[] = []
  for (const rule of rulesFor(familyOf(heap))) all.push(...(await findByRule(heap, rule, task)))
  return all
}
