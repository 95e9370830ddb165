import { Upload } from 'lucide-react'
import { useEffect, useState } from 'react'
import { openFiles } from '../state/captures.ts'
import styles from './DropArea.module.css'

/** Lets files be dropped anywhere on the page, and shows while they hover that they can be. */
export function DropArea() {
  const over = useDrop(openDropped)
  if (!over) return null
  return (
    <div className={styles['veil']}>
      <div className={styles['target']}>
        <Upload aria-hidden="true" size={28} strokeWidth={1.5} />
        <p>Drop to open</p>
      </div>
    </div>
  )
}

function openDropped({ files, folders }: Dropped): void {
  openFiles(files, folders)
}

interface Dropped {
  readonly files: readonly File[]
  /** The names of folders: the browser hands these out as files too, which fail as soon as they are read. */
  readonly folders: readonly string[]
}

function droppedIn(data: DataTransfer | null): Dropped {
  const files: File[] = []
  const folders: string[] = []
  for (const item of data?.items ?? []) {
    const file = item.getAsFile()
    if (!file) continue
    if (item.webkitGetAsEntry()?.isDirectory) folders.push(file.name)
    else files.push(file)
  }
  return { files, folders }
}

/** @returns whether files hover over the page */
function useDrop(onDrop: (dropped: Dropped) => void): boolean {
  const [over, setOver] = useState(false)
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
    listen('dragenter', () => setOver(true))
    listen('dragover', (event) => {
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      setOver(true)
    })
    // Leaving one element for another also reports a leave; only out of the window has no other.
    listen('dragleave', (event) => {
      if (event.relatedTarget === null) setOver(false)
    })
    listen('drop', (event) => {
      setOver(false)
      onDrop(droppedIn(event.dataTransfer))
    })
    return () => stop.abort()
  }, [onDrop])
  return over
}
