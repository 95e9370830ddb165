import type { Kind } from '#engine/model/rows.ts'
import { Explain } from './Explain.tsx'
import { KindBadge } from './KindBadge.tsx'
import { visibleName } from './node-title.ts'
import styles from './NodeName.module.css'
import { explainName } from './plain-words.ts'

/** A class by kind and name, where nothing more is known of it. */
export function ClassLabel({ name, kind }: { readonly name: string; readonly kind: Kind }) {
  const words = explainName(name)
  return (
    <span className={styles['node']}>
      <KindBadge kind={kind} />
      <Explain words={words}>
        <span className={styles['name']} title={words ? undefined : name}>
          {visibleName(name)}
        </span>
      </Explain>
    </span>
  )
}
