import { useRef, useState } from 'react'
import { named } from '../state/capture-set.ts'
import type { SetMember } from '../state/place.ts'
import { currentPlace, go } from '../state/place-store.ts'
import { Button } from '../ui/Button.tsx'
import { Popup } from '../ui/Popup.tsx'
import styles from '../ui/PopupForm.module.css'

interface RenameDialogProps {
  readonly member: SetMember
  /** What it is called now. */
  readonly name: string
  readonly onClose: () => void
}

/** Gives a capture of the set another name. */
export function RenameDialog({ member, name, onClose }: RenameDialogProps) {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(name)
  return (
    <Popup title="Rename the capture" onClose={onClose} focus={field}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          go(named(currentPlace(), member.source, text), 'replace')
          onClose()
        }}
      >
        <label className={styles['label']}>
          Name
          <input
            ref={field}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="The file’s name"
          />
        </label>
        <div className={styles['buttons']}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit">
            Rename
          </Button>
        </div>
      </form>
    </Popup>
  )
}
