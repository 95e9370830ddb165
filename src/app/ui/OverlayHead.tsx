import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import styles from './OverlayHead.module.css'

/** What a dialog is called, and the way out of it. */
export function OverlayHead({ title }: { readonly title: string }) {
  return (
    <header className={styles['head']}>
      <Dialog.Title>{title}</Dialog.Title>
      <Dialog.Close className={styles['close']} aria-label="Close">
        <X aria-hidden="true" size={16} />
      </Dialog.Close>
    </header>
  )
}
