import { Mail, X } from 'lucide-react'
import { dismissSent, sentStore } from '../state/sent-store.ts'
import { Button } from '../ui/Button.tsx'
import { ageText } from './age-text.ts'
import styles from './SentNote.module.css'

/** What the sender of a share says of it, and what came with it. */
export function SentNote() {
  const sent = sentStore((state) => state.sent)
  if (!sent) return null
  const { title, note, created, redacted, expires } = sent
  const facts = [
    `Shared ${ageText(Date.parse(created), Date.now())}`,
    redacted ? 'values of strings and numbers were left out' : 'values of strings and numbers are in it',
    expires === null
      ? null
      : `the link ends on ${new Date(expires).toLocaleDateString(undefined, { dateStyle: 'medium' })}`,
  ]
  return (
    <section className={styles['sent']} aria-label="What the sender says">
      <Mail aria-hidden="true" size={15} className={styles['icon']} />
      <div className={styles['words']}>
        <p className={styles['title']}>
          <bdi>{title}</bdi>
          <span className={styles['facts']}>{facts.filter(Boolean).join('; ')}.</span>
        </p>
        {note ? <p className={styles['note']}>{note}</p> : null}
      </div>
      <Button look="icon" aria-label="Dismiss what the sender says" onClick={dismissSent}>
        <X aria-hidden="true" size={14} />
      </Button>
    </section>
  )
}
