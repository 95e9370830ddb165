import { readdirSync, readFileSync } from 'node:fs'
import type { TaskHost } from '../base/task.ts'
import type { ByteSource } from '../format/source.ts'
import { Session } from '../session.ts'

const FOLDER = new URL('../../../fixtures/captures/', import.meta.url)

/** The files in `fixtures/captures` that are heap snapshots. */
export const CAPTURES: readonly string[] = readdirSync(FOLDER).filter((name) =>
  /\.heap(snapshot|timeline)\.gz$/.test(name),
)

/** A host that never waits and tells nobody. */
export const QUIET_HOST: TaskHost = {
  now: () => performance.now(),
  pause: () => Promise.resolve(),
}

/** A capture in `fixtures/captures` by its file name, in pieces of 64 KiB as files come. */
export function captureSource(name: string): ByteSource {
  const bytes = readFileSync(new URL(name, FOLDER))
  return {
    name,
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += 1 << 16) {
        yield bytes.subarray(at, at + (1 << 16))
      }
    },
  }
}

/** Opens a capture with everything computed. */
export async function openCapture(name: string): Promise<Session> {
  const session = await Session.read(captureSource(name), QUIET_HOST)
  await session.complete(QUIET_HOST)
  await session.findRetainers(QUIET_HOST)
  return session
}
