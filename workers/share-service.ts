import { blobFrom } from '#sharing/blob-sink.ts'
import { seal } from '#sharing/seal.ts'
import { sealedLength } from '#sharing/sealed-layout.ts'
import { download, readInfo } from '#sharing/share-client.ts'
import { ShareError } from '#sharing/share-error.ts'
import { SEALED_FOLDER, type ShareReply, type ShareWorker } from '#sharing/share-worker.ts'
import { unseal } from '#sharing/unseal.ts'
import { blobSource } from './blob-source.ts'
import { accessTo } from './exclusive-file.ts'

/** The worker's side of sharing. Nothing is thrown across: every failure becomes a reply. */
export function createShareService(): ShareWorker {
  return {
    open: ({ server, id, key }, progress) =>
      reply(async () => {
        const { signal } = new AbortController()
        const info = await readInfo(server, id)
        progress(0, info.bytes)
        const sealed = counted(download(server, info, signal), (done) => progress(done, info.bytes))
        return { info, contents: await blobFrom(unseal(sealed, key)) }
      }),
    seal: ({ contents, key, file }, progress) =>
      reply(async () => {
        const total = sealedLength(contents.size)
        const sealed = counted(seal(blobSource(contents, file).chunks(), key), (done) =>
          progress(done, total),
        )
        const handle = await openFile(file)
        if (!handle) return { sealed: await blobFrom(sealed), kept: false }
        return { sealed: await writeAll(handle, sealed), kept: true }
      }),
  }
}

/** The file to write, or null where the browser keeps none, as in some private windows. */
async function openFile(name: string): Promise<FileSystemFileHandle | null> {
  try {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle(SEALED_FOLDER, { create: true })
    return await folder.getFileHandle(name, { create: true })
  } catch {
    return null
  }
}

async function writeAll(handle: FileSystemFileHandle, chunks: AsyncIterable<Uint8Array>): Promise<File> {
  const file = await accessTo(handle)
  try {
    let at = 0
    for await (const chunk of chunks) {
      const written = file.write(new Uint8Array(chunk), { at })
      if (written < chunk.length) throw new DOMException('Full', 'QuotaExceededError')
      at += written
    }
    file.flush()
  } finally {
    file.close()
  }
  return handle.getFile()
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  report: (done: number) => void,
): AsyncGenerator<Uint8Array> {
  let done = 0
  for await (const chunk of chunks) {
    done += chunk.length
    report(done)
    yield chunk
  }
}

async function reply<Value>(work: () => Promise<Value>): Promise<ShareReply<Value>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return { ok: false, ...failure(error) }
  }
}

function failure(error: unknown): Pick<ShareError, 'code' | 'message'> {
  if (error instanceof ShareError) return { code: error.code, message: error.message }
  if (error instanceof DOMException && error.name === 'QuotaExceededError')
    return {
      code: 'too-big',
      message: 'There is not enough room for it in what this browser grants the page.',
    }
  const why = error instanceof Error ? error.message : String(error)
  return { code: 'damaged', message: `Sharing stopped on a fault of its own (${why}).` }
}
