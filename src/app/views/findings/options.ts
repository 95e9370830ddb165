import { z } from 'zod'
import { SEVERITIES } from '#engine/model/finding-rows.ts'
import { go } from '#app/state/place-store.ts'

export const OPTIONS = z.object({
  tab: z.enum(['list', 'waste']).catch('list'),
  severity: z.enum(SEVERITIES).nullable().catch(null),
  /** The name of a rule. */
  rule: z.string().nullable().catch(null),
})

export type Tab = z.output<typeof OPTIONS>['tab']

/** Shows another tab; filter, order and open rows are those of the one that is left. */
export function showTab(tab: Tab): void {
  go({ options: tab === 'list' ? {} : { tab }, open: [], filter: '', sort: null })
}

/** Shows one finding among all of them. */
export function showFinding(key: string): void {
  go({ view: 'findings', options: {}, open: [key], filter: '', sort: null })
}
