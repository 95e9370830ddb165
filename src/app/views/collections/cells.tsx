import { Explain } from '#app/ui/Explain.tsx'
import { formatPercent } from '#app/ui/format.ts'
import { oneLine, visibleName } from '#app/ui/node-title.ts'
import { explainName } from '#app/ui/plain-words.ts'
import styles from './CollectionsView.module.css'

export const NO_ENTRIES =
  'Not known: entries of nothing but numbers, true, false, null or undefined leave no trace in the file'
export const NO_CAPACITY = 'The file does not tell how much fits'

/** `Cache.entries` in two: the class, and how it holds them. */
const PARTS = /^(.+?)(\.[^./]*|\[[^\]]*\])$/

/** What holds collections, `Cache.entries`, with what its class means where V8 named it. */
export function OwnerName({ owner, more }: { readonly owner: string; readonly more?: string }) {
  const [, className = owner, field = ''] = PARTS.exec(owner) ?? []
  const words = explainName(className)
  return (
    <span className={styles['owner']}>
      <Explain words={words}>
        <bdi dir="ltr" className={styles['name']} title={words ? undefined : owner}>
          <span className={styles['class']}>{visibleName(className)}</span>
          <span className={styles['field']}>{oneLine(field)}</span>
        </bdi>
      </Explain>
      {more ? <span className={styles['of']}>{more}</span> : null}
    </span>
  )
}

/** How full a store is. */
export function FillCell({ fill }: { readonly fill: number | null }) {
  if (fill === null) return <span title={NO_CAPACITY}>–</span>
  return (
    <span className={styles['fill']}>
      <svg className={styles['meter']} viewBox="0 0 36 6" aria-hidden="true">
        <rect className={styles['track']} width="36" height="6" />
        <rect className={styles['part']} width={36 * Math.min(1, fill)} height="6" />
      </svg>
      {fillText(fill)}
    </span>
  )
}

export function fillText(fill: number): string {
  return formatPercent(fill, 1)
}
