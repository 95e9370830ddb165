import type { FindingRow } from '../model/finding-rows.ts'
import { size, words } from '../model/words.ts'

/** A finding about a cache, but for what is said otherwise. */
export function findingRowOf(change: Partial<FindingRow>): FindingRow {
  return {
    key: 'large-collection/abc',
    fingerprint: 'abc',
    rule: 'large-collection',
    severity: 'warning',
    title: words`${'Cache.entries'} holds ${400} ${'Session'} objects, ${size(2048)}`,
    facts: words`Nothing removes them.`,
    cure: words`Bound it, or call ${'cache.delete(id)'}.`,
    confidence: { level: 'likely', reason: words`it grew` },
    owner: 'Cache.entries',
    reference: 'globalThis.cache.entries',
    path: [],
    skipped: { count: 0, after: 0 },
    whose: null,
    own: null,
    object: {
      node: 1,
      id: 7,
      type: 'object',
      kind: 'object',
      name: 'Map',
      className: 'Map',
      classKey: 'Map',
      shallowSize: 16,
      selfSize: 16,
      retainedSize: 2048,
      distance: 2,
      detached: false,
      references: 0,
    },
    count: 400,
    retained: 2048,
    saving: null,
    growth: null,
    classes: [],
    moreClasses: 0,
    query: 'finding:="large-collection/abc"',
    ...change,
  }
}
