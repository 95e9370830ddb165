import type { Findings } from '../state/findings-store.ts'
import { formatCount, formatCountOf } from './format.ts'

/** How far the rules are: `tried 7 of 28 rules`. */
export function triedText({ status, rules, tried, failures }: Findings): string {
  const all = rules?.length ?? 0
  const words =
    status === 'done'
      ? `tried all ${formatCount(all)} rules`
      : `${status === 'stopped' ? 'stopped: tried' : 'tried'} ${formatCount(tried)} of ${formatCountOf(all, 'rule')}`
  return failures.length === 0 ? words : `${words}, ${formatCount(failures.length)} failed`
}
