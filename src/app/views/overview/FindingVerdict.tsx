import { idText } from '#engine/base/id-text.ts'
import type { FindingRow } from '#engine/model/finding-rows.ts'
import { verdictWords } from '#engine/model/finding-words.ts'
import { useFindings } from '#app/state/findings-store.ts'
import { go } from '#app/state/place-store.ts'
import { Button } from '#app/ui/Button.tsx'
import { CopyButton } from '#app/ui/CopyButton.tsx'
import { formatCount } from '#app/ui/format.ts'
import { plainMarkdown } from '#engine/base/markdown.ts'
import { SeverityMark } from '#app/ui/SeverityMark.tsx'
import { wordsMarkdown, wordsText } from '#app/ui/words-text.ts'
import { WordsText } from '#app/ui/WordsText.tsx'
import styles from './OverviewView.module.css'

interface FindingVerdictProps {
  readonly finding: FindingRow
  /** What heap this is, in sentences. */
  readonly heap: string
}

/** The worst that was found, in a paragraph that stands alone; pasted elsewhere it also says of what heap. */
export function FindingVerdict({ finding, heap }: FindingVerdictProps) {
  const { id } = finding.object
  const paragraph = verdictWords(finding)
  return (
    <div className={styles['verdict']}>
      <p className={styles['severity']}>
        <SeverityMark severity={finding.severity} />
      </p>
      <p>
        <WordsText words={paragraph} />
      </p>
      <p className={styles['heap']}>
        <bdi dir="ltr">{heap}</bdi>
      </p>
      <div className={styles['actions']}>
        <SeeFindings open={[finding.key]} />
        <Button look="text" onClick={() => go({ selected: id })}>
          Look at {idText(id)}
        </Button>
        <CopyButton
          text={`${wordsText(paragraph)}\n\n${heap}`}
          what="this text"
          markdown={`${wordsMarkdown(paragraph)}\n\n${plainMarkdown(heap)}`}
        />
      </div>
    </div>
  )
}

/** The way to all that was found; nothing where that is nothing. @param open the findings that are open there */
export function SeeFindings({ open }: { readonly open: readonly string[] }) {
  const count = useFindings(({ rows }) => rows.length)
  if (count === 0) return null
  return (
    <Button look="text" onClick={() => go({ view: 'findings', options: {}, open })}>
      {count === 1 ? 'See the finding' : `See all ${formatCount(count)} findings`}
    </Button>
  )
}
