import { Dialog } from '@base-ui/react/dialog'
import { type RefObject, useRef, useState } from 'react'
import { showOverlay, useOpening, useOverlay } from '../../state/overlay-store.ts'
import overlay from '../../ui/Overlay.module.css'
import { OverlayHead } from '../../ui/OverlayHead.tsx'
import styles from './ShareDialog.module.css'
import { ShareForm } from './ShareForm.tsx'
import { ShareOnItsWay } from './ShareOnItsWay.tsx'

/** Sharing what is looked at: what goes and what does not, then the way to the server, then the link. */
export function ShareDialog() {
  const open = useOverlay() === 'share'
  const opening = useOpening()
  const title = useRef<HTMLInputElement>(null)
  return (
    <Dialog.Root open={open} onOpenChange={(next) => showOverlay(next ? 'share' : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={overlay['veil'] ?? ''} />
        <Dialog.Popup className={`${overlay['popup']} ${styles['popup']}`} initialFocus={title}>
          <OverlayHead title="Share this analysis" />
          <Steps key={opening} title={title} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Steps({ title }: { readonly title: RefObject<HTMLInputElement | null> }) {
  /** The share that was made here, once it is on its way. */
  const [name, setName] = useState<string | null>(null)
  return name === null ? (
    <ShareForm titleField={title} onShared={setName} />
  ) : (
    <ShareOnItsWay name={name} onAnother={() => setName(null)} />
  )
}
