import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'
import { OverlayHead } from './OverlayHead.tsx'
import overlay from './Overlay.module.css'
import styles from './Popup.module.css'

interface PopupProps {
  readonly title: string
  readonly onClose: () => void
  /** What has the focus first, where it is not the way out. */
  readonly focus?: RefObject<HTMLElement | null>
  readonly children: ReactNode
}

/** A dialog over the page, open as long as it is drawn. */
export function Popup({ title, onClose, focus, children }: PopupProps) {
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={overlay['veil'] ?? ''} />
        <Dialog.Popup className={overlay['popup'] ?? ''} {...(focus ? { initialFocus: focus } : {})}>
          <OverlayHead title={title} />
          <div className={styles['body']}>{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
