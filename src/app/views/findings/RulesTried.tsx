import { LEAST } from '#engine/analyses/findings/severity.ts'
import { useFindings } from '#app/state/findings-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { formatBytes, formatCountOf } from '#app/ui/format.ts'
import styles from './Findings.module.css'

/** What was looked for; where nothing was found, that is what there is to say. */
export function RulesTried() {
  const { rules, rows, tried, status, failures } = useFindings((findings) => findings)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  if (rules === null) return null
  const isEmpty = rows.length === 0
  const list = (
    <dl className={styles['rules']}>
      {rules.map((rule, at) => {
        const reason = failures.find((failure) => failure.rule.name === rule.name)?.reason
        return (
          <div key={rule.name}>
            <dt>{rule.title}</dt>
            <dd>
              {rule.about}
              {at >= tried ? ' Not tried yet.' : ''}
              {reason === undefined ? null : <strong> It failed: {reason}</strong>}
            </dd>
          </div>
        )
      })}
    </dl>
  )
  if (!isEmpty)
    return (
      <details className={styles['tried']}>
        <summary>What these {formatCountOf(rules.length, 'rule')} look for</summary>
        {list}
      </details>
    )
  return (
    <section className={styles['tried']} aria-label="What was looked for">
      {status === 'done' ? (
        <p className={styles['none']}>
          No rule found anything wrong in this heap of{' '}
          {formatBytes(Math.max(LEAST.bytes, LEAST.share * total))} or more. This is what they look for:
        </p>
      ) : null}
      {list}
    </section>
  )
}
