import type { FrameRow } from '#engine/model/allocation-rows.ts'
import { OriginalName } from './OriginalName.tsx'
import { SourceText } from './SourceText.tsx'
import styles from './NodeName.module.css'

/** A function on a stack: its name, and where it is defined. */
export function FrameName({ frame }: { readonly frame: FrameRow }) {
  const { name, source } = frame
  return (
    <span className={styles['node']}>
      <OriginalName name={name === '' ? '(anonymous)' : name} source={source} className={styles['name']} />
      {source ? <SourceText source={source} className={styles['source']} /> : null}
    </span>
  )
}
