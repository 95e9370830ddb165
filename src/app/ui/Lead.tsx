import { type ReactNode, useState } from 'react'
import { Button } from './Button.tsx'
import styles from './Lead.module.css'

/** What a list is about, in some sentences; on a narrow page the first lines of them, until one asks for the rest. */
export function Lead({ children }: { readonly children: ReactNode }) {
  const [whole, setWhole] = useState(false)
  return (
    <div className={styles['lead']} data-whole={whole || undefined}>
      <p>{children}</p>
      <Button look="text" className={styles['more']} aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {whole ? 'Less' : '… More'}
      </Button>
    </div>
  )
}
