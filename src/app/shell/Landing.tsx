import { FolderOpen } from 'lucide-react'
import { useEffect } from 'react'
import { runCommand } from '../commands/commands.ts'
import { useHeap } from '../state/heap-store.ts'
import { Button } from '../ui/Button.tsx'
import { PARTS, focusPart } from './focus-part.ts'
import { HowToCapture } from './HowToCapture.tsx'
import styles from './Landing.module.css'
import { OpenError } from './OpenError.tsx'
import { PageTools } from './PageTools.tsx'
import { RecentList } from './RecentList.tsx'
import { LocalProcesses } from './LocalProcesses.tsx'
import { MySharesNote } from './share/MySharesNote.tsx'
import { SampleList } from './SampleList.tsx'
import { Wordmark } from './Wordmark.tsx'

/** Where one starts, and where one is after a file that could not be opened. */
export function Landing() {
  const error = useHeap((heap) => heap.error)
  const returned = useHeap((heap) => heap.capture > 0)
  // Coming back from a capture, what had the focus is gone.
  useEffect(() => {
    if (returned && !error) focusPart('start')
  }, [returned, error])
  return (
    <div className={styles['page']}>
      <header className={styles['bar']}>
        <Wordmark />
        <PageTools />
      </header>
      <main id={PARTS.start} tabIndex={-1} className={styles['main']}>
        {error ? <OpenError error={error} /> : null}
        <section className={styles['drop']} aria-labelledby="start">
          <h1 id="start">See what fills the memory, and why it is still alive</h1>
          <p className={styles['how']}>
            Drop a <code>.heapsnapshot</code> or <code>.heaptimeline</code> of Chrome, Node, Deno, Bun or
            Electron anywhere on this page, plain or <code>.gz</code>; or a <code>.heapscope</code>. Several
            together are compared. Of Python it opens captures of <code>heapscope.dump</code>, dumps of
            tracemalloc, <code>mprof</code> series and line reports of memory_profiler.
          </p>
          <Button look="primary" onClick={() => runCommand('open')}>
            <FolderOpen aria-hidden="true" size={15} />
            Open a file
          </Button>
          <p className={styles['promise']}>
            Nothing is uploaded until you share: files are read in this browser and stay on this machine.
          </p>
        </section>
        <LocalProcesses />
        <div className={styles['lists']}>
          <SampleList />
          <div className={styles['mine']}>
            <RecentList />
            <MySharesNote />
          </div>
        </div>
        <HowToCapture />
      </main>
    </div>
  )
}
