import type { SourcePosition } from '#engine/model/rows.ts'
import { useOriginal } from '#app/state/source-maps.ts'
import styles from './OriginalName.module.css'

interface OriginalNameProps {
  /** As the script has it. */
  readonly name: string
  readonly source: SourcePosition | null
  readonly className?: string | undefined
  readonly title?: string | undefined
}

/** The name of a function or class; the original one where a source map knows it, with that of the script beside it. */
export function OriginalName({ name, source, className, title }: OriginalNameProps) {
  const original = useOriginal(source)?.name ?? null
  if (original === null || original === name) {
    return (
      <bdi dir="ltr" className={className} title={title}>
        {name}
      </bdi>
    )
  }
  return (
    <>
      <bdi dir="ltr" className={className} title={`${original}, in the script ${name}`}>
        {original}
      </bdi>
      <bdi dir="ltr" className={styles['script']} aria-label={`in the script ${name}`}>
        {name}
      </bdi>
    </>
  )
}
