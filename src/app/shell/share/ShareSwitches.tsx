import { useEffect, useState } from 'react'
import { alreadyRedacted } from '../../state/pack.ts'
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
  const { missing, redacted } = useLimits()
  return (
    <fieldset className={styles['switches']}>
      <legend className={styles['hidden']}>Add to it</legend>
      <label className={styles['switch']} data-off={redacted ? '' : undefined}>
        <input
          type="checkbox"
          checked={values}
          disabled={raw || redacted !== false}
          onChange={(event) => onValues(event.target.checked)}
        />
        <span>
          Include the values of strings and numbers
          {redacted ? <span className={styles['why']}>They were left out before this came here.</span> : null}
        </span>
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

/** What there is to add. Null until it is known. */
interface Limits {
  /** Whether a capture’s file is not at hand. */
  readonly missing: boolean | null
  /** Whether the values themselves are not at hand. */
  readonly redacted: boolean | null
}

function useLimits(): Limits {
  const [limits, setLimits] = useState<Limits>({ missing: null, redacted: null })
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const look = async () => {
      const all = packables()
      const files = await Promise.all(all.map(({ source }) => rawFile(source)))
      // Where it cannot be told, packing says why.
      const redacted = await alreadyRedacted(all, signal).catch(() => null)
      if (!signal.aborted) setLimits({ missing: files.includes(null), redacted })
    }
    void look()
    return () => controller.abort()
  }, [])
  return limits
}
