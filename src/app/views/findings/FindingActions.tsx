import { useState } from 'react'
import { idText } from '#engine/base/id-text.ts'
import type { FindingRow, MutedFinding } from '#engine/model/finding-rows.ts'
import { verdictWords } from '#engine/model/finding-words.ts'
import { useFindings } from '#app/state/findings-store.ts'
import { mutedLists } from '#app/state/muted-store.ts'
import { go } from '#app/state/place-store.ts'
import { queryOfObject, selectOnly } from '#app/state/selection.ts'
import { Button } from '#app/ui/Button.tsx'
import { CopyButton } from '#app/ui/CopyButton.tsx'
import { findingMarkdown } from '#app/ui/finding-text.ts'
import { formatCountOf } from '#app/ui/format.ts'
import { wordsText } from '#app/ui/words-text.ts'
import { MuteDialog } from './MuteDialog.tsx'
import { RuleDialog } from './RuleDialog.tsx'
import styles from './Findings.module.css'

interface FindingActionsProps {
  readonly finding: FindingRow
  readonly muted: MutedFinding | null
  readonly total: number
}

/** What can be done about a finding. */
export function FindingActions({ finding, muted, total }: FindingActionsProps) {
  const [dialog, setDialog] = useState<'mute' | 'rule' | null>(null)
  const rule = useFindings(({ rules }) => rules?.find(({ name }) => name === finding.rule))
  const { id } = finding.object
  const close = () => setDialog(null)
  return (
    <div className={styles['actions']}>
      <Button look="primary" title="Or press x on the finding" onClick={() => selectOnly(finding.query)}>
        Select {formatCountOf(finding.count, 'object')}
      </Button>
      <Button onClick={() => go({ selected: id })}>Look at {idText(id)}</Button>
      <Button
        onClick={() =>
          go({ view: 'retainers', selected: id, selection: [{ op: '+', query: queryOfObject({ id }) }] })
        }
      >
        Show its retainers
      </Button>
      <Button onClick={() => setDialog('rule')}>About this rule</Button>
      {muted ? (
        <Button onClick={() => mutedLists.remove(finding.key)}>Unmute</Button>
      ) : (
        <Button onClick={() => setDialog('mute')}>Mute…</Button>
      )}
      <CopyButton
        text={wordsText(verdictWords(finding))}
        what="the finding"
        markdown={findingMarkdown(finding, total)}
      />
      {dialog === 'mute' ? <MuteDialog finding={finding} onClose={close} /> : null}
      {dialog === 'rule' && rule ? <RuleDialog rule={rule} onClose={close} /> : null}
    </div>
  )
}
