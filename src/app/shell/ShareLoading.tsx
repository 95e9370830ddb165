import { useEffect } from 'react'
import { cancelShare, useShare } from '../state/share-store.ts'
import { Button } from '../ui/Button.tsx'
import { Bytes } from '../ui/Bytes.tsx'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import styles from './Loading.module.css'
import { PageTools } from './PageTools.tsx'
import { Wordmark } from './Wordmark.tsx'

/** A share is being downloaded and decrypted: how far, and the way out. */
export function ShareLoading() {
  const opening = useShare((share) => share.opening)
  const { done, total } = opening.state === 'downloading' ? opening : { done: 0, total: 0 }
  const fraction = total === 0 ? 0 : done / total
  const percent = Math.floor(fraction * 100)
  useEffect(() => {
    document.title = `${percent}% of a shared analysis – Heapscope`
  }, [percent])
  return (
    <div className={styles['page']}>
      <header className={styles['bar']}>
        <Wordmark />
        <PageTools />
      </header>
      <main className={styles['main']}>
        <h1 className={styles['title']}>Opening a shared analysis</h1>
        <ProgressBar label="Downloading and decrypting" fraction={fraction} />
        <div className={styles['figures']}>
          <span>{percent}%</span>
          <span>
            {total === 0 ? null : (
              <>
                <Bytes value={done} /> of <Bytes value={total} />
              </>
            )}
          </span>
        </div>
        <p className={styles['note']}>
          It is decrypted in this browser, with the key in the link’s address. The server cannot read it.
        </p>
        <Button onClick={cancelShare}>Cancel</Button>
      </main>
    </div>
  )
}
