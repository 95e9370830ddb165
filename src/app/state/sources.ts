import { HeapError } from '#engine/base/error.ts'
import { pageFolder } from '../url/page-folder.ts'
import { isUrlSource, nameOfUrlSource } from '../url/url-source.ts'
import { recentId } from './recent-budget.ts'
import { recentFile, type RecentFile } from './recent-store.ts'
import { fetchSample } from './samples.ts'
import { sharedMember } from './share-store.ts'
import { urlCapture } from './url-store.ts'

/** The bytes that a source names. @throws HeapError */
export async function findSource(source: string, signal: AbortSignal): Promise<RecentFile> {
  const id = recentId(source)
  if (source.startsWith('share:')) return sharedMember(Number(source.slice('share:'.length)))
  if (isUrlSource(source)) return urlCapture(source)
  if (id === null) {
    const name = source.replace('sample:', '')
    const file = await fetchSample(name, signal)
    return { file, name, size: file.size }
  }
  const kept = await recentFile(id)
  if (kept) return kept
  throw new HeapError(
    'not-found',
    'This address names a capture that this browser does not keep (any more): open the file again.',
  )
}

/** What a capture is called as long as nothing but its source is known. */
export function sourceName(source: string): string {
  return isUrlSource(source) ? nameOfUrlSource(source, pageFolder(location)) : source.replace(/^\w+:/, '')
}
