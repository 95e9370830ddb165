import { idText } from '#engine/base/id-text.ts'
import type { NodeRow, Stage, Summary } from '#engine/model/rows.ts'
import { useFindings } from '#app/state/findings-store.ts'
import { topFinding } from '#app/state/top-finding.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useCountedFindings } from '#app/state/use-counted-findings.ts'
import { go } from '#app/state/place-store.ts'
import { Button } from '#app/ui/Button.tsx'
import { CopyButton } from '#app/ui/CopyButton.tsx'
import { plainMarkdown } from '#engine/base/markdown.ts'
import { triedText } from '#app/ui/tried-text.ts'
import type { Part } from './composition.ts'
import { FindingVerdict, SeeFindings } from './FindingVerdict.tsx'
import { heapSentence, holderSentence, partSentence } from './verdict.ts'
import styles from './OverviewView.module.css'

interface VerdictProps {
  readonly summary: Summary
  readonly parts: readonly Part[]
  readonly holder: NodeRow | null
}

/** What there is to say of the holder where none is known. */
const HOLDER_WORDS: Readonly<Record<Stage, string>> = {
  early: ' Who holds it is still to be computed.',
  totals: ' Who holds it is still being read.',
  parsed: ' Who holds it is still being computed.',
  ready: ' Who holds it is still being computed.',
  shallow: '',
}

/**
 * The first paragraph: the worst that was found or, where that is nothing, what this heap is and who holds most of it, in
 * words that can be pasted elsewhere.
 */
export function Verdict({ summary, parts, holder }: VerdictProps) {
  const findings = useFindings((all) => all)
  const top = topFinding(useCountedFindings(), summary.shallowSize)
  const start = [heapSentence(summary), partSentence(parts, summary.shallowSize)].filter(Boolean).join(' ')
  if (summary.stage === 'ready' && findings.status === 'looking') {
    return (
      <div className={`${styles['verdict']} ${styles['looking']}`}>
        <p>
          <bdi dir="ltr">{start}</bdi> Looking for what is wrong with it: {triedText(findings)}.
        </p>
      </div>
    )
  }
  if (top) return <FindingVerdict finding={top} heap={start} />
  if (holder) return <HeldVerdict start={start} holder={holder} total={summary.shallowSize} />
  return (
    <div className={styles['verdict']}>
      <p>
        {start}
        {HOLDER_WORDS[summary.stage]}
      </p>
    </div>
  )
}

interface HeldVerdictProps {
  readonly start: string
  readonly holder: NodeRow
  readonly total: number
}

function HeldVerdict({ start, holder, total }: HeldVerdictProps) {
  const detail = useAnswer('object', holder.node).value
  const path = detail?.node.node === holder.node ? (detail.path ?? undefined) : undefined
  const text = `${start} ${holderSentence(holder, path, total)}`
  return (
    <div className={styles['verdict']}>
      <p>
        <bdi dir="ltr">{text}</bdi>
      </p>
      <div className={styles['actions']}>
        <SeeFindings open={[]} />
        <Button look="text" onClick={() => go({ selected: holder.id })}>
          Look at {idText(holder.id)}
        </Button>
        <CopyButton text={text} what="this text" markdown={plainMarkdown(text)} />
      </div>
    </div>
  )
}
