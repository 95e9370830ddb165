import { FileInput } from 'lucide-react'
import { NO_ORIGIN } from '../client/embedder.ts'
import { acceptDelivery, type Handing, refuseDelivery } from '../state/embedding.ts'
import { Bytes } from '../ui/Bytes.tsx'
import { formatCountOf } from '../ui/format.ts'
import { Asking } from './Asking.tsx'
import styles from './Asking.module.css'

/** Asks before captures are opened that another page hands in. */
export function AskToTake({ asking: { origin, captures } }: { readonly asking: Handing }) {
  const what = captures.length === 1 ? 'a capture' : formatCountOf(captures.length, 'capture')
  return (
    <Asking
      icon={FileInput}
      title={
        origin === NO_ORIGIN ? (
          `A page without an address, such as a local file, wants to open ${what} here`
        ) : (
          <>
            A page at <bdi>{origin}</bdi> wants to open {what} here
          </>
        )
      }
      yes="Open"
      no="Cancel"
      onYes={acceptDelivery}
      onNo={refuseDelivery}
    >
      <ul className={styles['list']} aria-label="What would be opened">
        {captures.map(({ title, bytes }, index) => (
          <li key={index}>
            <bdi>{title}</bdi> <Bytes value={bytes} />
          </li>
        ))}
      </ul>
      <p className={styles['means']}>
        What is listed was handed over inside this browser and is read here. That page is told whether it
        could be opened, and nothing of what is in it or in anything else you have opened.
        {origin === NO_ORIGIN ? null : ' The answer holds for this tab.'}
      </p>
    </Asking>
  )
}
