import { runCommand } from '../commands/commands.ts'
import type { Download } from '../state/url-store.ts'
import { Button } from '../ui/Button.tsx'
import { Bytes } from '../ui/Bytes.tsx'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import styles from './Loading.module.css'
import { PageTools } from './PageTools.tsx'
import { Wordmark } from './Wordmark.tsx'

/** A capture is being loaded from its address: how far, and the way out. */
export function Downloading({ download: { name, host, done, total } }: { readonly download: Download }) {
  const fraction = total === 0 ? 0 : Math.min(1, done / total)
  return (
    <div className={styles['page']}>
      <header className={styles['bar']}>
        <Wordmark />
        <PageTools />
      </header>
      <main className={styles['main']}>
        <h1 className={styles['title']}>
          Loading <bdi>{name}</bdi>
        </h1>
        <ProgressBar label="Loading" fraction={fraction} />
        <div className={styles['figures']}>
          <span>{total === 0 ? null : `${Math.floor(fraction * 100)}%`}</span>
          <span>
            <Bytes value={done} />
            {total === 0 ? ' so far' : null}
            {total === 0 ? null : (
              <>
                {' '}
                of <Bytes value={total} />
              </>
            )}
          </span>
        </div>
        <p className={styles['note']}>
          It comes from <bdi>{host}</bdi> and is read in this browser. Nothing of it is sent anywhere.
        </p>
        <Button onClick={() => runCommand('cancel')}>Cancel</Button>
      </main>
    </div>
  )
}
