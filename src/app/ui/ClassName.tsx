import type { ClassRow } from '#engine/model/rows.ts'
import { Explain } from './Explain.tsx'
import { KindBadge } from './KindBadge.tsx'
import { visibleName } from './node-title.ts'
import { explainName } from './plain-words.ts'
import { sourceText } from './source-text.ts'
import styles from './NodeName.module.css'

/** A class by its kind and name, with its place in the source where that is known. */
export function ClassName({ row }: { readonly row: ClassRow }) {
  const words = explainName(row.name)
  const name = visibleName(row.name)
  return (
    <span className={styles['node']}>
      <KindBadge kind={row.kind} />
      <Explain words={words}>
        <bdi dir="ltr" className={styles['name']} title={words ? undefined : name}>
          {name}
        </bdi>
      </Explain>
      {row.source?.url ? (
        <span className={styles['source']} title={sourceText(row.source)}>
          {sourceText(row.source)}
        </span>
      ) : null}
    </span>
  )
}
