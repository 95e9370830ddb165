import type { ReactNode } from 'react'
import type { FindingRow, MutedFinding } from '#engine/model/finding-rows.ts'
import { useBaseName } from '#app/state/use-base-name.ts'
import { confidenceWords, growthWords, savingWords } from '#app/ui/finding-text.ts'
import { CodeText, WordsText } from '#app/ui/WordsText.tsx'
import { EvidenceTable } from './EvidenceTable.tsx'
import { FindingActions } from './FindingActions.tsx'
import styles from './Findings.module.css'

interface FindingBodyProps {
  readonly finding: FindingRow
  readonly muted: MutedFinding | null
  readonly total: number
}

/** All that is known of a finding, each step of it to be checked. */
export function FindingBody({ finding, muted, total }: FindingBodyProps) {
  const base = useBaseName()
  const growth = growthWords(finding, base)
  return (
    <>
      <p className={styles['facts']}>
        <WordsText words={finding.facts} />
      </p>
      <dl className={styles['points']}>
        <Point title="What to do">
          <WordsText words={finding.cure} />
        </Point>
        <Point title="Kept by">
          {finding.reference === null ? (
            'No path of references leads to it.'
          ) : (
            <CodeText text={finding.reference} />
          )}
        </Point>
        <Point title="How sure">
          <WordsText words={confidenceWords(finding)} />
        </Point>
        {finding.saving ? (
          <Point title="Would free">
            <WordsText words={savingWords(finding.saving)} />
          </Point>
        ) : null}
        {growth ? (
          <Point title="New">
            <WordsText words={growth} />
          </Point>
        ) : null}
        <Point title="Fingerprint">
          <code>{finding.fingerprint}</code>, the same in other captures and builds of the program
        </Point>
      </dl>
      <EvidenceTable finding={finding} />
      <FindingActions finding={finding} muted={muted} total={total} base={base} />
    </>
  )
}

function Point({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}
