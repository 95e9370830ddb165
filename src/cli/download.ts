import { type ShareLink, readLink } from '#sharing/share-link.ts'
import { download, readInfo } from '#sharing/share-client.ts'
import { ShareError } from '#sharing/share-error.ts'
import { unseal } from '#sharing/unseal.ts'
import { nameOfAddress } from './address.ts'
import type { Io } from './io.ts'
import { ProgressLine } from './progress-line.ts'

/**
 * Downloads a share into a temporary file, once in a command line, and opens the seal on the way.
 * @returns where the file is
 * @throws ShareError, `bad-link` where it is no link to a share; OutputError
 */
export function downloaded(link: string, io: Io): Promise<string> {
  const share = readLink(link)
  return io.scratch.once(`${share.server} ${share.id}`, () => io.scratch.write(contentsOf(share, io)))
}

/**
 * The bytes that were shared, as they come, with progress on a terminal.
 * @throws ShareError whose sentence begins with the link's name
 */
async function* contentsOf(share: ShareLink, io: Io): AsyncGenerator<Uint8Array> {
  const { server, id, key } = share
  const { signal } = new AbortController()
  const progress = new ProgressLine(io.stderr)
  try {
    const info = await readInfo(server, id, signal)
    yield* unseal(counted(download(server, info, signal), info.bytes, progress), key)
  } catch (error) {
    if (!(error instanceof ShareError)) throw error
    const name = nameOfAddress(new URL(`s/${id}`, server).href)
    throw new ShareError(error.code, `${name}: ${error.message}`, error.retryAfter)
  } finally {
    progress.clear()
  }
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  total: number,
  progress: ProgressLine,
): AsyncGenerator<Uint8Array> {
  let done = 0
  for await (const chunk of chunks) {
    done += chunk.length
    progress.show({ phase: 'download', done, total })
    yield chunk
  }
}
