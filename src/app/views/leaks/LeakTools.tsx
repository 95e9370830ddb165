import type { KnownCluster } from '#engine/model/leak-rows.ts'
import { clustersInFile, describeCluster } from '#protocol/leak-file.ts'
import { pickFiles } from '#app/client/pick-files.ts'
import { ask } from '#app/state/heap-store.ts'
import { notify } from '#app/state/notice-store.ts'
import { Button } from '#app/ui/Button.tsx'
import { download } from '#app/ui/download.ts'
import { messageOf } from '#app/ui/message-of.ts'

interface LeakToolsProps {
  readonly keys: readonly string[]
  readonly onBefore: (clusters: readonly KnownCluster[]) => void
}

/** Keeps these clusters as a file, and compares them with those of another run: is it fixed? */
export function LeakTools({ keys, onBefore }: LeakToolsProps) {
  return (
    <>
      <Button onClick={() => void save(keys)} title="Keep these clusters, to compare a later run with them">
        Save clusters
      </Button>
      <Button
        onClick={() => void choose().then((clusters) => clusters && onBefore(clusters))}
        title="Compare with the clusters of another run: which are gone, still there, new"
      >
        Fixed?
      </Button>
    </>
  )
}

async function save(keys: readonly string[]): Promise<void> {
  try {
    const { rows, captures, program, engine } = await ask('leaks', keys, { start: 0, end: Infinity })
    const text = JSON.stringify({ captures, program, engine, clusters: rows.map(describeCluster) })
    download(new Blob([`${text}\n`], { type: 'application/json' }), 'leaks.json')
  } catch (error) {
    notify(`The clusters could not be saved: ${messageOf(error)}`)
  }
}

async function choose(): Promise<readonly KnownCluster[] | null> {
  const [file] = await pickFiles('.json')
  if (!file) return null
  try {
    return clustersInFile(await file.text())
  } catch {
    notify(
      `${file.name} holds no clusters of leaks: choose a file saved here or written by heapscope leaks --json.`,
    )
    return null
  }
}
