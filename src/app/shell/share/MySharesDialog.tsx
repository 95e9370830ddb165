import { Dialog } from '@base-ui/react/dialog'
import { mySharesStore } from '../../state/my-shares.ts'
import { showOverlay, useOverlay } from '../../state/overlay-store.ts'
import overlay from '../../ui/Overlay.module.css'
import { OverlayHead } from '../../ui/OverlayHead.tsx'
import { MyShareRow } from './MyShareRow.tsx'
import styles from './ShareDialog.module.css'

/** The links made in this browser: to copy, to go on with, and to delete. */
export function MySharesDialog() {
  const open = useOverlay() === 'shares'
  const shares = mySharesStore((state) => state.shares)
  return (
    <Dialog.Root open={open} onOpenChange={(next) => showOverlay(next ? 'shares' : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={overlay['veil'] ?? ''} />
        <Dialog.Popup className={`${overlay['popup']} ${styles['popup']}`}>
          <OverlayHead title="My shares" />
          <div className={styles['body']}>
            <Dialog.Description className={styles['quiet']}>
              {shares.length === 0
                ? 'Links that you make in this browser are listed here, to be copied or deleted.'
                : 'Links made in this browser. What deletes them is kept here only: clearing the browser’s data leaves them until they end by themselves.'}
            </Dialog.Description>
            <ul className={styles['shares']}>
              {shares.map((share) => (
                <MyShareRow key={share.name} share={share} />
              ))}
            </ul>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
