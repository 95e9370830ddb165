import { useRef, useState } from 'react'
import type { FindingRow } from '#engine/model/finding-rows.ts'
import { mute } from '#app/state/muted-store.ts'
import { Button } from '#app/ui/Button.tsx'
import { Popup } from '#app/ui/Popup.tsx'
import form from '#app/ui/PopupForm.module.css'
import { WordsText } from '#app/ui/WordsText.tsx'
import styles from './MuteDialog.module.css'

interface MuteDialogProps {
  readonly finding: FindingRow
  readonly onClose: () => void
}

/** Mutes a finding for a reason, without which whoever comes later could not tell whether it still holds. */
export function MuteDialog({ finding, onClose }: MuteDialogProps) {
  const field = useRef<HTMLInputElement>(null)
  const [reason, setReason] = useState('')
  return (
    <Popup title="Mute the finding" onClose={onClose} focus={field}>
      <p className={styles['finding']}>
        <WordsText words={finding.title} />
      </p>
      <form
        className={form['form']}
        onSubmit={(event) => {
          event.preventDefault()
          mute(finding.key, reason.trim())
          onClose()
        }}
      >
        <label className={form['label']}>
          Why it is as it should be
          <input
            ref={field}
            required
            // Spaces alone are no reason.
            pattern=".*\S.*"
            title="A reason, for whoever looks at this later"
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            placeholder="Bounded elsewhere, wanted, known and planned …"
          />
        </label>
        <p className={styles['note']}>
          It goes to the end of the list with this reason, and counts neither in the list of views nor in the
          overview. That is kept with the analysis and goes along when you share it.
        </p>
        <div className={form['buttons']}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit">
            Mute
          </Button>
        </div>
      </form>
    </Popup>
  )
}
