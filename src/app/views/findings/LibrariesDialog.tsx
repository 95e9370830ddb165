import { X } from 'lucide-react'
import { useRef } from 'react'
import { PACKAGE_FOLDERS, RUNTIME_PREFIXES } from '#engine/model/library-patterns.ts'
import { useAnalysisList } from '#app/state/analysis-lists.ts'
import { libraryLists } from '#app/state/libraries.ts'
import { Button } from '#app/ui/Button.tsx'
import { Popup } from '#app/ui/Popup.tsx'
import { PatternForm } from './PatternForm.tsx'
import styles from './LibrariesDialog.module.css'

/** Which files and modules are a library's: what is built in, and what somebody adds for this capture. */
export function LibrariesDialog({ onClose }: { readonly onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  const own = useAnalysisList(libraryLists)
  const remove = (pattern: string) => {
    libraryLists.remove(pattern)
    // The button that had the focus is gone.
    field.current?.focus()
  }
  return (
    <Popup title="Libraries" onClose={onClose} focus={field}>
      <p>
        What is a library’s comes after what is equally bad in the program’s own code, and a finding there
        leads up to the nearest code of the program’s own. A pattern is a part of the name of a file or
        module, as it is written there.
      </p>
      <PatternForm own={own} field={field} />
      {own.length === 0 ? null : (
        <ul className={styles['own']} aria-label="Own patterns">
          {own.map((pattern) => (
            <li key={pattern}>
              <code>{pattern}</code>
              <Button look="icon" aria-label={`Remove ${pattern}`} onClick={() => remove(pattern)}>
                <X aria-hidden="true" size={14} />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p className={styles['note']}>
        Own patterns are kept with the analysis and go along when you share it. On the command line they are{' '}
        <code>findings --library</code>.
      </p>
      <dl className={styles['built']}>
        <dt>Built in: packages, by folders of these names</dt>
        <dd>
          <Patterns of={PACKAGE_FOLDERS} />
        </dd>
        <dt>Built in: the engine and what comes with it, by names that begin so</dt>
        <dd>
          <Patterns of={RUNTIME_PREFIXES} /> and the standard library of Python
        </dd>
      </dl>
    </Popup>
  )
}

function Patterns({ of }: { readonly of: readonly string[] }) {
  return of.map((pattern) => (
    <span key={pattern}>
      <code>{pattern}</code>{' '}
    </span>
  ))
}
