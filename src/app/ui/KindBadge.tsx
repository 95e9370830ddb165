import type { Kind } from '#engine/model/rows.ts'
import { kindLook } from './kinds.ts'
import styles from './KindBadge.module.css'

/** The kind of an object as a coloured letter. */
export function KindBadge({ kind }: { readonly kind: Kind }) {
  const look = kindLook(kind)
  return (
    <span
      className={styles['badge']}
      style={{ '--badge': look.color }}
      role="img"
      aria-label={look.name}
      title={look.name}
    >
      {look.letter}
    </span>
  )
}
