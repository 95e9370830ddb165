import { useEffect, useState } from 'react'
import { type DocPart, rulePrograms } from './rule-programs.ts'
import styles from './RulePrograms.module.css'

/** A rule's programs with the fault, and the same without it. */
export function RulePrograms({ title }: { readonly title: string }) {
  const [parts, setParts] = useState<readonly DocPart[]>([])
  useEffect(() => {
    let wanted = true
    void rulePrograms(title).then((found) => {
      if (wanted) setParts(found)
    })
    return () => {
      wanted = false
    }
  }, [title])
  return parts.map(({ kind, text }, at) =>
    kind === 'program' ? (
      // A program that is wider than the dialog is scrolled, by keyboard too.
      <pre key={at} className={styles['program']} tabIndex={0} role="region" aria-label={parts[at - 1]?.text}>
        <code>{text}</code>
      </pre>
    ) : (
      <p key={at}>{text}</p>
    ),
  )
}
