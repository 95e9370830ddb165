import { edgeText, edgeTone } from './edge-text.ts'
import { explainEdge, explainWeak } from './plain-words.ts'
import styles from './EdgeName.module.css'

interface EdgeNameProps {
  readonly type: string
  readonly name: string | number
  /** Whether it keeps its target alive; what does not is dimmed and says why on hover. */
  readonly essential?: boolean
}

/** A reference by its name, written and coloured by its type. */
export function EdgeName({ type, name, essential = true }: EdgeNameProps) {
  const tone = edgeTone(type, essential)
  const words = tone === 'weak' ? explainWeak(type, name) : explainEdge(type, name)
  const text = edgeText(type, name)
  return (
    <bdi dir="ltr" className={`${styles['edge']} ${styles[tone]}`} title={`${text}\n${words}`}>
      {text}
    </bdi>
  )
}
