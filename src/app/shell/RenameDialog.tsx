import { Dialog } from '@base-ui/react/dialog'
import { useState } from 'react'
import { named } from '../state/capture-set.ts'
import type { SetMember } from '../state/place.ts'
import { currentPlace, go } from '../state/place-store.ts'
import { Button } from '../ui/Button.tsx'
import overlay from '../ui/Overlay.module.css'
import styles from './RenameDialog.module.css'

interface RenameDialogProps {
  readonly member: SetMember
  /** What it is called now. */
  readonly name: string
  readonly onClose: () => void
}

/** Gives a capture of the set another name. */
export function RenameDialog({ member, name, onClose }: RenameDialogProps) {
  const [text, setText] = useState(name)
  const save = () => {
    go(named(currentPlace(), member.source, text), 'replace')
    onClose()
  }
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={overlay['veil'] ?? ''} />
        <Dialog.Popup className={overlay['popup'] ?? ''}>
          <Dialog.Title className={styles['title'] ?? ''}>Rename the capture</Dialog.Title>
          <form
            className={styles['form']}
            onSubmit={(event) => {
              event.preventDefault()
              save()
            }}
          >
            <label className={styles['label']}>
              Name
              <input
                value={text}
                onChange={(event) => setText(event.target.value)}
                placeholder="The file’s name"
              />
            </label>
            <div className={styles['buttons']}>
              <Dialog.Close render={<Button />}>Cancel</Dialog.Close>
              <Button look="primary" type="submit">
                Rename
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
