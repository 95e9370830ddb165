import { exactTerm } from '../../model/filter-term.ts'
import type { EvidenceClass, FindingRow } from '../../model/finding-rows.ts'
import { sentence } from '../../model/words.ts'
import { heapSize, type WholeHeap } from '../heap.ts'
import { nodeRow } from '../node-row.ts'
import { fingerprintOf } from './fingerprint.ts'
import { growthOf, raised } from './growth.ts'
import { rolePath } from './role-steps.ts'
import type { Draft } from './rule.ts'
import { severityOf } from './severity.ts'
import { sumsByClass } from './sums-by-class.ts'
import type { WhoseCode } from './whose.ts'

/** Classes of the evidence that are told by name. */
const SHOWN_CLASSES = 5

/** A draft with the key that names it. */
export interface Finding {
  readonly key: string
  readonly fingerprint: string
  readonly rule: string
  readonly draft: Draft
}

/** Names what a rule found. Where two look alike, the later ones are told apart by their order. */
export function named(rule: string, drafts: readonly Draft[]): readonly Finding[] {
  const met = new Map<string, number>()
  return drafts.map((draft) => {
    const plain = fingerprintOf(rule, draft)
    const times = (met.get(plain) ?? 0) + 1
    met.set(plain, times)
    const fingerprint = times === 1 ? plain : `${plain}-${times}`
    return { key: `${rule}/${fingerprint}`, fingerprint, rule, draft }
  })
}

/** The filter that finds a finding's evidence. */
export function findingQuery(key: string): string {
  return exactTerm('finding', key)
}

/** What is shown of a finding. O(evidence + length of the path). */
export function findingRow(
  heap: WholeHeap,
  { key, fingerprint, rule, draft }: Finding,
  whoseCode: WhoseCode,
): FindingRow {
  const total = heapSize(heap)
  const { classes, moreClasses } = classesOf(heap, draft.nodes)
  const { title, facts, cure, owner, retained, saving } = draft
  const growth = growthOf(heap, draft)
  const confidence = raised(draft, growth)
  return {
    key,
    fingerprint,
    rule,
    severity: severityOf({ ...draft, confidence }, total),
    title: sentence(title),
    facts: sentence(facts),
    cure,
    confidence,
    owner,
    ...rolePath(heap, draft.object, whoseCode),
    object: nodeRow(heap, draft.object),
    count: draft.nodes.length,
    retained,
    saving,
    growth,
    classes,
    moreClasses,
    query: findingQuery(key),
  }
}

function classesOf(heap: WholeHeap, nodes: Uint32Array): { classes: EvidenceClass[]; moreClasses: number } {
  const all = sumsByClass(heap, nodes).toSorted((a, b) => b.shallowSize - a.shallowSize || b.count - a.count)
  const classes = all
    .slice(0, SHOWN_CLASSES)
    .map(({ name, count, shallowSize }) => ({ name, count, shallowSize }))
  return { classes, moreClasses: all.length - classes.length }
}
