import { createReadStream, statSync } from 'node:fs'

/** As the command line reads. */
const CHUNK_BYTES = 1 << 20

/** Opens a snapshot in this thread and finds out all about it. @param Session the engine's, of a bundle */
export async function openWhole(Session, file, host) {
  const source = {
    name: file,
    size: statSync(file).size,
    chunks: () => createReadStream(file, { highWaterMark: CHUNK_BYTES }),
  }
  const session = await Session.read(source, host)
  await session.complete(host)
  await session.findRetainers(host)
  return session
}
