import type { Task } from '../../base/task.ts'
import { weightOf } from '../../model/finding-rank.ts'
import type { HeapFamily } from '../../model/finding-rows.ts'
import { Derived } from '../derived.ts'
import { heapSize, isWhole, type WholeHeap } from '../heap.ts'
import { notReady } from '../node-row.ts'
import { type Finding, named } from './finding-row.ts'
import type { Rule } from './rule.ts'
import { rulesFor } from './rules.ts'
import { isWorthTelling } from './severity.ts'

/** What each rule found, worked out once a heap. */
const FOUND = new WeakMap<Rule, Derived<readonly Finding[]>>()

export function familyOf({ snapshot }: Pick<WholeHeap, 'snapshot'>): HeapFamily {
  return snapshot.python ? 'cpython' : 'v8'
}

/**
 * What one rule finds that is worth telling, the weightiest first.
 * @throws HeapError `cancelled`
 */
export async function findByRule(heap: WholeHeap, rule: Rule, task: Task): Promise<readonly Finding[]> {
  let derived = FOUND.get(rule)
  if (!derived) {
    derived = new Derived(async (complete, work) => {
      if (!isWhole(complete)) throw notReady()
      const total = heapSize(complete)
      const drafts = (await rule.find(complete, work)).filter((draft) =>
        isWorthTelling(weightOf(draft), total),
      )
      return named(
        rule.name,
        drafts.toSorted((a, b) => weightOf(b) - weightOf(a)),
      )
    })
    FOUND.set(rule, derived)
  }
  return derived.of(heap, task)
}

/** What is known of a rule's findings without looking. */
export function foundByRule(heap: Pick<WholeHeap, 'snapshot'>, rule: Rule): readonly Finding[] | undefined {
  return FOUND.get(rule)?.known(heap)
}

/** What all rules find, one rule after the other. @throws HeapError `cancelled` */
export async function findAll(heap: WholeHeap, task: Task): Promise<readonly Finding[]> {
  const all: Finding[] = []
  for (const rule of rulesFor(familyOf(heap))) all.push(...(await findByRule(heap, rule, task)))
  return all
}
