import type { ReactNode } from 'react'
import type { FindingRow, MutedFinding } from '#engine/model/finding-rows.ts'
import { confidenceWords, growthWords, savingWords } from '#engine/model/finding-words.ts'
import { WordsText } from '#app/ui/WordsText.tsx'
import { EvidenceTable } from './EvidenceTable.tsx'
import { FindingActions } from './FindingActions.tsx'
import { KeptBy } from './KeptBy.tsx'
import { OwnCodeText } from './OwnCodeText.tsx'
import styles from './Findings.module.css'

interface FindingBodyProps {
  readonly finding: FindingRow
  readonly muted: MutedFinding | null
  readonly total: number
}

/** All that is known of a finding, each step of it to be checked. */
export function FindingBody({ finding, muted, total }: FindingBodyProps) {
  const saving = savingWords(finding)
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
          <KeptBy finding={finding} />
        </Point>
        {finding.own || finding.whose ? (
          <Point title="Whose code">
            <OwnCodeText finding={finding} />
          </Point>
        ) : null}
        <Point title="How sure">
          <WordsText words={confidenceWords(finding)} />
        </Point>
        {saving ? (
          <Point title="Saving">
            <WordsText words={saving} />
          </Point>
        ) : null}
        {finding.growth ? (
          <Point title="Growth">
            <WordsText words={growthWords(finding.growth)} />
          </Point>
        ) : null}
        <Point title="Fingerprint">
          <code>{finding.fingerprint}</code>, the same in other captures and builds of the program
        </Point>
      </dl>
      <EvidenceTable finding={finding} />
      <FindingActions finding={finding} muted={muted} total={total} />
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
