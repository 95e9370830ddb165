import { useEffect, useState } from 'react'
import { Button } from './Button.tsx'

type Outcome = 'waiting' | 'copied' | 'failed'

interface CopyButtonProps {
  readonly text: string
  /** What is copied, as `@id` or `path`. */
  readonly what: string
}

/** Copies a text and says whether that worked. */
export function CopyButton({ text, what }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>('waiting')
  useEffect(() => {
    if (outcome === 'waiting') return undefined
    const timer = setTimeout(() => setOutcome('waiting'), 1500)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = () => {
    // Absent where the page is not served securely.
    const clipboard = navigator.clipboard as Clipboard | undefined
    const done = clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))
    done.then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  }
  return (
    <Button look="text" onClick={copy}>
      <span aria-live="polite">{label(outcome, what)}</span>
    </Button>
  )
}

function label(outcome: Outcome, what: string): string {
  if (outcome === 'waiting') return `Copy ${what}`
  return outcome === 'copied' ? `Copied ${what}` : 'The browser does not allow it'
}
