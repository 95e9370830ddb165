import { useEffect, useState } from 'react'
import { packables } from '../../state/packables.ts'
import { rawFile } from '../../state/recent-store.ts'
import styles from './ShareDialog.module.css'

interface ShareSwitchesProps {
  readonly values: boolean
  readonly raw: boolean
  readonly onValues: (values: boolean) => void
  readonly onRaw: (raw: boolean) => void
}

/** What goes along only where one asks for it. */
export function ShareSwitches({ values, raw, onValues, onRaw }: ShareSwitchesProps) {
  const missing = useMissingFiles()
  return (
    <fieldset className={styles['switches']}>
      <legend className={styles['hidden']}>Add to it</legend>
      <label className={styles['switch']}>
        <input
          type="checkbox"
          checked={values}
          disabled={raw}
          onChange={(event) => onValues(event.target.checked)}
        />
        Include the values of strings and numbers
      </label>
      <label className={styles['switch']} data-off={missing ? '' : undefined}>
        <input
          type="checkbox"
          checked={raw}
          disabled={missing !== false}
          onChange={(event) => onRaw(event.target.checked)}
        />
        <span>
          Include the captures as they are, instead of their analyses
          {missing ? (
            <span className={styles['why']}>
              Not all of their files are open in this tab: open them again for that.
            </span>
          ) : null}
        </span>
      </label>
    </fieldset>
  )
}

/** Whether a capture’s file is not at hand; null until that is known. */
function useMissingFiles(): boolean | null {
  const [missing, setMissing] = useState<boolean | null>(null)
  useEffect(() => {
    let wanted = true
    const look = async () => {
      const files = await Promise.all(packables().map(({ source }) => rawFile(source)))
      if (wanted) setMissing(files.includes(null))
    }
    void look()
    return () => {
      wanted = false
    }
  }, [])
  return missing
}
