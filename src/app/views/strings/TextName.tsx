import { KindBadge } from '#app/ui/KindBadge.tsx'
import { oneLine } from '#app/ui/node-title.ts'
import styles from './StringsView.module.css'

interface TextNameProps {
  readonly value: string
  /** Whether it may go on beyond what is shown. */
  readonly cut: boolean
}

/** A text in quotes, on one line. */
export function TextName({ value, cut }: TextNameProps) {
  const text = `"${oneLine(value)}${cut ? '…' : ''}"`
  return (
    <span className={styles['text']}>
      <KindBadge kind="string" />
      <bdi dir="ltr" className={styles['value']} title={text}>
        {text}
      </bdi>
      {cut ? <CutMark /> : null}
    </span>
  )
}

export const CUT_WORDS = 'V8 cut the text at 1,024 characters: the strings may differ beyond'

function CutMark() {
  return (
    <span className={styles['cut']} title={CUT_WORDS}>
      may differ
    </span>
  )
}
