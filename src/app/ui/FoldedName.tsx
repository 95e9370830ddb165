import type { Folded } from '#engine/model/rows.ts'
import { Explain } from './Explain.tsx'
import { formatBytes, formatCountOf } from './format.ts'
import styles from './FoldedName.module.css'

interface FoldedNameProps {
  readonly folded: Folded
  /** One and several of what is folded. */
  readonly noun?: readonly [singular: string, plural: string]
}

const WORDS =
  'What the engine keeps for itself: hidden classes, compiled code with its constants, its own records and lists. No object of the program depends on it alone. Enter or a click shows it.'

/** The row that the engine's internals of one level are gathered in. */
export function FoldedName({ folded, noun }: FoldedNameProps) {
  return (
    <span className={styles['folded']}>
      <Explain words={WORDS}>{foldedText(folded, noun)}</Explain>
    </span>
  )
}

/** `12 engine internals, 1.2 KiB`. */
export function foldedText(
  { count, shallowSize }: Folded,
  noun: readonly [string, string] = ['engine internal', 'engine internals'],
): string {
  return `${formatCountOf(count, ...noun)}, ${formatBytes(shallowSize)}`
}
