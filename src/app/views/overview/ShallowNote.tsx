import { Info } from 'lucide-react'
import styles from './OverviewView.module.css'

/** What a capture without its references does not tell. */
export function ShallowNote() {
  return (
    <p className={styles['shallow']} role="note">
      <Info aria-hidden="true" size={15} />
      <span>
        Opened without its references, to save memory: there are no retained sizes, distances or paths.
        Shallow sizes are as the file states them, without the stores that objects own; plain objects are not
        told apart by their properties.
      </span>
    </p>
  )
}

/** What is still to come while references are being read. */
export function EarlyNote() {
  return (
    <p className={styles['shallow']} role="note">
      <Info aria-hidden="true" size={15} />
      <span>
        References are still being read. Until then shallow sizes are as the file states them, without the
        stores that objects own, and plain objects are not told apart by their properties.
      </span>
    </p>
  )
}
