import { useEffect, useState } from 'react'
import { Button } from './Button.tsx'
import styles from './Button.module.css'

type Outcome = 'waiting' | 'copied' | 'failed'

interface CopyButtonProps {
  readonly text: string
  /** What is copied, as `@id` or `path`. */
  readonly what: string
  /** The same in Markdown, offered beside it. */
  readonly markdown?: string
}

/** Copies a text, or the same in Markdown, and says whether that worked. */
export function CopyButton({ text, what, markdown }: CopyButtonProps) {
  const plain = <CopyOne text={text} words={`Copy ${what}`} done={`Copied ${what}`} />
  if (markdown === undefined) return plain
  return (
    <span className={styles['both']}>
      {plain}
      <CopyOne text={markdown} words="as Markdown" done="Copied as Markdown" />
    </span>
  )
}

interface CopyOneProps {
  readonly text: string
  readonly words: string
  readonly done: string
}

function CopyOne({ text, words, done }: CopyOneProps) {
  const [outcome, setOutcome] = useState<Outcome>('waiting')
  useEffect(() => {
    if (outcome === 'waiting') return undefined
    const timer = setTimeout(() => setOutcome('waiting'), 1500)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = () => {
    // Absent where the page is not served securely.
    const clipboard = navigator.clipboard as Clipboard | undefined
    const copied = clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))
    copied.then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  }
  return (
    <Button look="text" onClick={copy}>
      <span aria-live="polite">{label(outcome, words, done)}</span>
    </Button>
  )
}

function label(outcome: Outcome, words: string, done: string): string {
  if (outcome === 'waiting') return words
  return outcome === 'copied' ? done : 'The browser does not allow it'
}
