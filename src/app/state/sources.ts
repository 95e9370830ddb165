import { HeapError } from '#engine/base/error.ts'
import { recentFile, type RecentFile } from './recent-store.ts'
import { fetchSample } from './samples.ts'
import { sharedMember } from './share-store.ts'

/** The bytes that a source names. @throws HeapError */
export async function findSource(source: string, signal: AbortSignal): Promise<RecentFile> {
  const id = recentId(source)
  if (source.startsWith('share:')) return sharedMember(Number(source.slice('share:'.length)))
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

export function recentId(source: string | null): string | null {
  return source?.startsWith('recent:') ? source.slice('recent:'.length) : null
}
