import { X } from 'lucide-react'
import { useEffect } from 'react'
import { dismissNotice, useNotice } from '../state/notice-store.ts'
import { Button } from '../ui/Button.tsx'
import styles from './Notice.module.css'

/** Long enough to read the longest notice twice. */
const SHOWN_MS = 8000

/** What just happened, in one sentence: seen for a while, and read out. */
export function Notice() {
  const { text, count } = useNotice()
  useEffect(() => {
    const timer = setTimeout(dismissNotice, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [count])
  return (
    <div role="status" className={styles['place']}>
      {text === null ? null : (
        <div className={styles['notice']}>
          <p>{text}</p>
          <Button look="icon" aria-label="Dismiss" onClick={dismissNotice}>
            <X aria-hidden="true" size={14} />
          </Button>
        </div>
      )}
    </div>
  )
}
