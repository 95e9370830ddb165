import type { ClassRow } from '#engine/model/rows.ts'
import { Explain } from './Explain.tsx'
import { KindBadge } from './KindBadge.tsx'
import { visibleName } from './node-title.ts'
import { OriginalName } from './OriginalName.tsx'
import { explainName } from './plain-words.ts'
import { SourceText } from './SourceText.tsx'
import styles from './NodeName.module.css'

/** A class by its kind and name, with its place in the source where that is known. */
export function ClassName({ row }: { readonly row: ClassRow }) {
  const words = explainName(row.name)
  const name = visibleName(row.name)
  return (
    <span className={styles['node']}>
      <KindBadge kind={row.kind} />
      <Explain words={words}>
        <OriginalName
          name={name}
          source={row.source}
          className={styles['name']}
          title={words ? undefined : name}
        />
      </Explain>
      {row.source?.url ? <SourceText source={row.source} className={styles['source']} /> : null}
    </span>
  )
}
