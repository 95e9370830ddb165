import type { MapFile } from '../state/source-maps.ts'

/** Files and folders looked at; a folder may hold a whole disk. */
const MOST_ENTRIES = 50_000

export function isMapName(name: string): boolean {
  return name.toLowerCase().endsWith('.map')
}

/** A file that was dropped or chosen; `webkitRelativePath` names the folders where a folder was chosen. */
export function mapFile(file: File): MapFile {
  return { path: file.webkitRelativePath || file.name, text: () => file.text() }
}

/** The source maps in folders that were dropped, and whether some were not looked at for there being too many files. */
export async function mapsIn(
  folders: readonly FileSystemEntry[],
): Promise<{ readonly files: readonly MapFile[]; readonly isCut: boolean }> {
  const queue = [...folders]
  const files: MapFile[] = []
  // The queue grows while it is gone through.
  for (let at = 0; at < queue.length; at++) {
    if (at === MOST_ENTRIES) return { files, isCut: true }
    const entry = queue[at]!
    if (isFolder(entry)) queue.push(...(await entriesOf(entry)))
    else if (isFile(entry) && isMapName(entry.name)) files.push(await fileOf(entry))
  }
  return { files, isCut: false }
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

/** A reader hands out a folder's entries some at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const entries: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return entries
    entries.push(...some)
  }
}

async function fileOf(entry: FileSystemFileEntry): Promise<MapFile> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
  return { path: entry.fullPath.replace(/^\//, ''), text: () => file.text() }
}
