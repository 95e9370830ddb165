import { FileText, FolderOpen, X } from 'lucide-react'
import { runCommand } from '../commands/commands.ts'
import { leaveCapture } from '../state/captures.ts'
import { useHeap } from '../state/heap-store.ts'
import { usePlace } from '../state/place-store.ts'
import { Button } from '../ui/Button.tsx'
import { Bytes } from '../ui/Bytes.tsx'
import { CaptureSet } from './CaptureSet.tsx'
import { FindBox } from './FindBox.tsx'
import { PageTools } from './PageTools.tsx'
import { ShareButton } from './share/ShareButton.tsx'
import styles from './TopBar.module.css'
import { Wordmark } from './Wordmark.tsx'

/** What is open, finding in it, and what can be done. */
export function TopBar() {
  const isSet = usePlace((place) => place.set.length > 0)
  return (
    <header className={styles['bar']}>
      <div className={styles['brand']}>
        <Wordmark />
      </div>
      {isSet ? null : <ShownFile />}
      <CaptureSet />
      <Button
        look="icon"
        className={styles['open']}
        aria-label="Open a file"
        title="Open another file"
        onClick={() => runCommand('open')}
      >
        <FolderOpen aria-hidden="true" size={15} />
      </Button>
      <div className={styles['find']}>
        <FindBox />
      </div>
      <ShareButton />
      <PageTools />
    </header>
  )
}

/** The capture that is open alone. */
function ShownFile() {
  const file = useHeap((heap) => heap.file)
  return (
    <div className={styles['file']}>
      <FileText aria-hidden="true" size={14} />
      <bdi className={styles['name']} title={file?.name}>
        {file?.name}
      </bdi>
      <span className={styles['size']}>
        <Bytes value={file?.size ?? null} />
      </span>
      <Button
        look="icon"
        aria-label="Close the capture"
        title="Close the capture"
        onClick={() => leaveCapture()}
      >
        <X aria-hidden="true" size={14} />
      </Button>
    </div>
  )
}
