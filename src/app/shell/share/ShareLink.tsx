import { CopyButton } from '../../ui/CopyButton.tsx'
import styles from './ShareDialog.module.css'

/** A link to copy: as text that can be selected, and by a button. */
export function ShareLink({ link }: { readonly link: string }) {
  return (
    <div className={styles['link']}>
      <input
        readOnly
        aria-label="Link to the share"
        value={link}
        onFocus={(event) => event.target.select()}
      />
      <CopyButton text={link} what="link" />
    </div>
  )
}
