import { type FindingRow, SEVERITIES } from '#engine/model/finding-rows.ts'
import { plain, type Words, words } from '#engine/model/words.ts'
import type { AcceptedSeverity, Budget } from './budget.ts'
import type { Sides } from './judge.ts'
import { NO_BASE, unjudged } from './judge-total.ts'
import type { Judgement } from './judgement.ts'
import { keyPath } from './key-path.ts'

type Rules = NonNullable<Budget['findings']>

/** A judgement for each finding that is too bad, or one where none is; and one for each exception that is no more needed. */
export function judgeFindings({ worst, worstNew, except = {} }: Rules, { now, base }: Sides): Judgement[] {
  const judgements: Judgement[] = []
  if (worst !== undefined) judgements.push(...judgeAll('findings.worst', worst, now.findings, except))
  if (worstNew !== undefined) {
    const rule = 'findings.worstNew'
    if (base) {
      const known = new Set(base.findings.map(({ key }) => key))
      const fresh = now.findings.filter(({ key }) => !known.has(key))
      judgements.push(...judgeAll(rule, worstNew, fresh, except, 'new '))
    } else judgements.push(unjudged(rule, NO_BASE, limitWords(worstNew, 'new ')))
  }
  const isAsked = worst !== undefined || worstNew !== undefined
  return isAsked ? [...judgements, ...needless(except, now.findings)] : judgements
}

/** Whether a finding is worse than what is accepted. */
export function isWorse({ severity }: Pick<FindingRow, 'severity'>, accepted: AcceptedSeverity): boolean {
  return accepted === 'none' || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(accepted)
}

function judgeAll(
  rule: string,
  accepted: AcceptedSeverity,
  findings: readonly FindingRow[],
  except: Readonly<Record<string, string>>,
  fresh: '' | 'new ' = '',
): Judgement[] {
  const bad = findings.filter((finding) => isWorse(finding, accepted))
  const excepted = bad.filter(({ key }) => Object.hasOwn(except, key)).length
  const limit = limitWords(accepted, fresh)
  const broken = bad
    .filter(({ key }) => !Object.hasOwn(except, key))
    .map((finding): Judgement => {
      const { severity, title, key, reference } = finding
      const found = words`${plain(severity)} ${key}: ${title}`
      return { rule, verdict: 'broken', found, limit, owner: reference, figures: null }
    })
  if (broken.length > 0) return broken
  const beside = excepted > 0 ? words`, ${excepted} excepted` : []
  const found = words`${findings.length} ${plain(fresh)}${plain(findings.length === 1 ? 'finding' : 'findings')}${beside}`
  return [{ rule, verdict: 'kept', found, limit, owner: null, figures: null }]
}

function limitWords(accepted: AcceptedSeverity, fresh: '' | 'new '): Words {
  if (accepted === 'none') return plain(fresh ? 'no new one' : 'none at all')
  return plain(`${fresh ? 'no new one' : 'none'} worse than ${accepted}`)
}

function needless(except: Readonly<Record<string, string>>, findings: readonly FindingRow[]): Judgement[] {
  const found = new Set(findings.map(({ key }) => key))
  return Object.keys(except)
    .filter((key) => !found.has(key))
    .map((key) => ({
      rule: keyPath(['findings', 'except', key]),
      verdict: 'kept',
      found: plain('no such finding any more'),
      limit: plain('it can be taken out'),
      owner: null,
      figures: null,
    }))
}
