import { mySharesStore } from '../../state/my-shares.ts'
import { showOverlay } from '../../state/overlay-store.ts'
import { Button } from '../../ui/Button.tsx'
import { formatCountOf } from '../../ui/format.ts'
import styles from './ShareDialog.module.css'

/** Leads to the links made in this browser, where there are any. */
export function MySharesNote() {
  const shares = mySharesStore((state) => state.shares)
  if (shares.length === 0) return null
  const unfinished = shares.filter(({ done }) => !done).length
  return (
    <p className={styles['quiet']}>
      {formatCountOf(shares.length, 'link was', 'links were')} made in this browser
      {unfinished === 0 ? '' : `, ${unfinished} of them not uploaded to the end`}.{' '}
      <Button look="text" onClick={() => showOverlay('shares')}>
        My shares
      </Button>
    </p>
  )
}
