import { EyeOff, Send } from 'lucide-react'
import styles from './ShareDialog.module.css'

interface SharePreviewProps {
  readonly values: boolean
  readonly raw: boolean
  readonly onValues: (values: boolean) => void
  readonly onRaw: (raw: boolean) => void
}

/** What goes and what does not, and what can be added. */
export function SharePreview({ values, raw, onValues, onRaw }: SharePreviewProps) {
  return (
    <>
      <div className={styles['preview']}>
        <section className={styles['side']}>
          <h3>
            <Send aria-hidden="true" size={14} />
            What goes
          </h3>
        </section>
        <section className={styles['side']}>
          <h3>
            <EyeOff aria-hidden="true" size={14} />
            What stays here
          </h3>
        </section>
      </div>
      <label className={styles['switch']}>
        <input type="checkbox" checked={values} onChange={(event) => onValues(event.target.checked)} />
        Include the values of strings and numbers
      </label>
      <label className={styles['switch']}>
        <input type="checkbox" checked={raw} onChange={(event) => onRaw(event.target.checked)} />
        Include the captures as they are
      </label>
    </>
  )
}
