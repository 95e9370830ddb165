import { GitCompareArrows, Upload } from 'lucide-react'
import { useEffect, useState } from 'react'
import { isMapName, mapFile, mapsIn } from '../client/map-files.ts'
import { openFiles } from '../state/captures.ts'
import { heapStore, isOpen, useHeap } from '../state/heap-store.ts'
import { notify } from '../state/notice-store.ts'
import { addMaps } from '../state/source-maps.ts'
import { formatCountOf } from '../ui/format.ts'
import styles from './DropArea.module.css'

/** Lets files be dropped anywhere on the page, and shows while they hover that they can be. */
export function DropArea() {
  const over = useDrop(openDropped)
  const isShown = useHeap((heap) => isOpen(heap.status))
  if (!over) return null
  return (
    <div className={styles['veil']}>
      <div className={styles['target']} data-over={over === 'instead' || undefined}>
        <Upload aria-hidden="true" size={28} strokeWidth={1.5} />
        <p>Drop to open</p>
      </div>
      {isShown ? (
        <div className={styles['target']} data-over={over === 'beside' || undefined}>
          <GitCompareArrows aria-hidden="true" size={28} strokeWidth={1.5} />
          <p>Drop to compare with what is open</p>
        </div>
      ) : null}
    </div>
  )
}

/** What becomes of files that are dropped: where a capture is open, the lower half of the page puts them beside it. */
type Landing = 'instead' | 'beside'

function landingAt(y: number): Landing {
  return isOpen(heapStore.getState().status) && y > innerHeight / 2 ? 'beside' : 'instead'
}

/** Source maps, dropped alone or in a folder, are put to use; everything else is opened. */
async function openDropped({ files, folders }: Dropped, how: Landing): Promise<void> {
  const maps = files.filter(({ name }) => isMapName(name))
  const others = files.filter(({ name }) => !isMapName(name))
  const inFolders = await mapsIn(folders).catch(() => ({ files: [], isCut: false }))
  const unread = inFolders.files.length === 0 ? folders.map(({ name }) => name) : []
  if (others.length + unread.length > 0) openFiles(others, unread, how)
  const all = [...maps.map(mapFile), ...inFolders.files]
  if (all.length === 0) return
  const added = await addMaps(all)
  const more = inFolders.isCut ? ' The folder has too many files: not all were looked at.' : ''
  const failed = all.length - added
  const wrong =
    failed === 0 ? '' : ` ${formatCountOf(failed, 'file is no source map', 'files are no source maps')}.`
  notify(
    `${formatCountOf(added, 'source map')} added: names and places in bundled code are the original ones now.${wrong}${more}`,
  )
}

interface Dropped {
  readonly files: readonly File[]
  /** The browser hands these out as files too, which fail as soon as they are read. */
  readonly folders: readonly FileSystemEntry[]
}

function droppedIn(data: DataTransfer | null): Dropped {
  const files: File[] = []
  const folders: FileSystemEntry[] = []
  for (const item of data?.items ?? []) {
    const file = item.getAsFile()
    if (!file) continue
    const entry = item.webkitGetAsEntry()
    if (entry?.isDirectory) folders.push(entry)
    else files.push(file)
  }
  return { files, folders }
}

/** @returns where files hover over the page, if any do */
function useDrop(onDrop: (dropped: Dropped, how: Landing) => Promise<void>): Landing | null {
  const [over, setOver] = useState<Landing | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const listen = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) =>
      window.addEventListener(
        type,
        (event) => {
          if (!event.dataTransfer?.types.includes('Files')) return
          event.preventDefault()
          act(event)
        },
        { signal: stop.signal },
      )
    listen('dragenter', (event) => setOver(landingAt(event.clientY)))
    listen('dragover', (event) => {
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      setOver(landingAt(event.clientY))
    })
    // Leaving one element for another also reports a leave; only out of the window has no other.
    listen('dragleave', (event) => {
      if (event.relatedTarget === null) setOver(null)
    })
    listen('drop', (event) => {
      setOver(null)
      // Entries must be taken before the event is over.
      void onDrop(droppedIn(event.dataTransfer), landingAt(event.clientY))
    })
    return () => stop.abort()
  }, [onDrop])
  return over
}
