import { isMac, keyCaps } from './key-text.ts'
import styles from './Keys.module.css'

/** A shortcut drawn as the caps of its keys. */
export function Keys({ keys }: { readonly keys: string }) {
  const caps = keyCaps(keys, isMac(navigator.platform))
  return (
    <span className={styles['keys']}>
      {caps.map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  )
}
