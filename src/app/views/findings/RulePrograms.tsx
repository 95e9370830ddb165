import { useEffect, useState } from 'react'
import { type DocPart, rulePrograms } from './rule-programs.ts'
import styles from './RulePrograms.module.css'

/** A rule's programs with the fault, and the same without it. */
export function RulePrograms({ title }: { readonly title: string }) {
  const [parts, setParts] = useState<readonly DocPart[]>([])
  useEffect(() => {
    let wanted = true
    const load = async () => {
      // Where they cannot be had, as behind a server that is gone, the dialog still says what the rule looks for.
      const found = await rulePrograms(title).catch(() => [])
      if (wanted) setParts(found)
    }
    void load()
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
