import { type RefObject, useId, useState } from 'react'
import { patternFault } from '#engine/model/library-patterns.ts'
import { libraryLists } from '#app/state/libraries.ts'
import { Button } from '#app/ui/Button.tsx'
import form from '#app/ui/PopupForm.module.css'
import styles from './LibrariesDialog.module.css'

interface PatternFormProps {
  /** Those there are. */
  readonly own: readonly string[]
  readonly field: RefObject<HTMLInputElement | null>
}

/** Takes one pattern more, or says what is wrong with it. */
export function PatternForm({ own, field }: PatternFormProps) {
  const [text, setText] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const says = useId()
  const add = () => {
    const pattern = text.trim()
    const wrong = own.includes(pattern) ? `“${pattern}” is in the list already.` : patternFault(pattern)
    setFault(wrong)
    field.current?.focus()
    if (wrong !== null) return
    libraryLists.add(pattern)
    setText('')
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <div className={styles['entry']}>
        <label className={form['label']}>
          Part of a file or module name
          <input
            ref={field}
            maxLength={200}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            value={text}
            aria-invalid={fault !== null}
            aria-describedby={says}
            onChange={({ target }) => {
              setText(target.value)
              setFault(null)
            }}
            placeholder="/lib/charts/"
          />
        </label>
        <Button look="primary" type="submit">
          Add
        </Button>
      </div>
      <p id={says} role="alert" className={styles['fault']}>
        {fault}
      </p>
    </form>
  )
}
