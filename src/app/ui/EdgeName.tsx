import { useIsPython } from '#app/state/family.ts'
import { edgeText, edgeTone } from './edge-text.ts'
import { explainEdge, explainWeak } from './plain-words.ts'
import styles from './EdgeName.module.css'

interface EdgeNameProps {
  readonly type: string
  readonly name: string | number
  /** As `EdgeRow.written`. */
  readonly written?: string | undefined
  /** Whether it keeps its target alive; what does not is dimmed and says why on hover. */
  readonly essential?: boolean
}

/** A reference by its name, written and coloured by its type. */
export function EdgeName({ type, name, written, essential = true }: EdgeNameProps) {
  const tone = edgeTone(type, essential)
  const isPython = useIsPython()
  const words = tone === 'weak' ? explainWeak(type, name) : explainEdge(type, name, isPython)
  const text = edgeText(type, name, written)
  return (
    <bdi dir="ltr" className={`${styles['edge']} ${styles[tone]}`} title={`${text}\n${words}`}>
      {text}
    </bdi>
  )
}
