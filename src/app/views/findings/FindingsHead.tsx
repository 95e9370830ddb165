import { useState } from 'react'
import { SEVERITIES, type Severity } from '#engine/model/finding-rows.ts'
import { useAnalysisList } from '#app/state/analysis-lists.ts'
import { type Findings, resumeFindings, stopFindings, useFindings } from '#app/state/findings-store.ts'
import { libraryLists } from '#app/state/libraries.ts'
import { setOptions } from '#app/state/place-store.ts'
import { useOptions } from '#app/state/use-options.ts'
import { Button } from '#app/ui/Button.tsx'
import { Choice } from '#app/ui/Choice.tsx'
import { SEVERITY_WORDS } from '#app/ui/finding-text.ts'
import { formatCount, formatCountOf } from '#app/ui/format.ts'
import { triedText } from '#app/ui/tried-text.ts'
import { LibrariesDialog } from './LibrariesDialog.tsx'
import { OPTIONS } from './options.ts'
import styles from './Findings.module.css'

/** How many findings are shown of how many, how far the rules are, and the filter. @param passing how many pass it */
export function FindingsHead({ passing }: { readonly passing: number }) {
  const findings = useFindings((all) => all)
  const { severity, rule } = useOptions(OPTIONS)
  const own = useAnalysisList(libraryLists).length
  const [edits, setEdits] = useState(false)
  const { status, rows } = findings
  const of = (one: Severity) => rows.filter((row) => row.severity === one).length
  const severities = [
    { value: 'all', title: 'All' },
    ...SEVERITIES.map((one) => ({ value: one, title: `${SEVERITY_WORDS[one]} ${formatCount(of(one))}` })),
  ] as const
  return (
    <div className={styles['head']}>
      <p className={styles['outcome']} role="status">
        {outcomeText(findings, passing)}
      </p>
      {status === 'looking' ? <Button onClick={stopFindings}>Stop</Button> : null}
      {status === 'stopped' ? <Button onClick={resumeFindings}>Try the rest</Button> : null}
      {rows.length === 0 ? null : (
        <span className={styles['filters']}>
          <Choice
            label="Severity"
            value={severity ?? 'all'}
            choices={severities}
            onChange={(next) => setOptions({ severity: next === 'all' ? undefined : next })}
          />
          <RuleChoice findings={findings} rule={rule} />
          <Button onClick={() => setEdits(true)}>
            Libraries…{own > 0 ? <span className={styles['figure']}>{formatCount(own)}</span> : null}
          </Button>
        </span>
      )}
      {edits ? <LibrariesDialog onClose={() => setEdits(false)} /> : null}
    </div>
  )
}

interface RuleChoiceProps {
  readonly findings: Findings
  readonly rule: string | null
}

/** The rules that found something, and the one that is chosen. */
function RuleChoice({ findings: { rules, rows }, rule }: RuleChoiceProps) {
  const countOf = (name: string) => rows.filter((row) => row.rule === name).length
  const offered = (rules ?? []).filter(({ name }) => name === rule || countOf(name) > 0)
  return (
    <label className={styles['rule']}>
      <span>Rule</span>
      <select
        value={rule ?? ''}
        onChange={({ target }) => setOptions({ rule: target.value === '' ? undefined : target.value })}
      >
        <option value="">All rules</option>
        {offered.map(({ name, title }) => (
          <option key={name} value={name}>
            {title} ({formatCount(countOf(name))})
          </option>
        ))}
      </select>
    </label>
  )
}

function outcomeText(findings: Findings, passing: number): string {
  const { rows, rules } = findings
  if (rules === null) return 'Waiting for the retained sizes…'
  const all = formatCountOf(rows.length, 'finding')
  const shown = passing === rows.length ? all : `showing ${formatCount(passing)} of ${all}`
  return `${shown} · ${triedText(findings)}`
}
