import { readFileSync } from 'node:fs'
import type { MatchedBy } from '../model/digest.ts'
import type { Besides } from '../beside.ts'
import { Session } from '../session.ts'
import { captureSource, QUIET_HOST } from './captures.ts'

const FOLDER = new URL('../../../fixtures/pairs/', import.meta.url)

/** Programs of which there are captures before (`baseline`), at (`target`) and after (`final`) what they leak. */
export const SERIES = [
  'node-12.22.12',
  'node-16.20.2',
  'node-22.20.0',
  'node-24.9.0',
  'node-26.10.0',
  'deno-2.9.6',
  'chrome-156',
] as const

/** One capture of a series, everything about it known. */
export async function openOf(series: string, moment: 'baseline' | 'target' | 'final'): Promise<Session> {
  const name = `${series}-${moment}.heapsnapshot.gz`
  return openWhole(moment === 'target' ? captureSource(name) : pairSource(name))
}

/** Captures of one process that does the same work five times: before, after each time, and at the end. */
export const CYCLES: readonly string[] = Array.from({ length: 7 }, (_, i) => `cycles-${i}.heapsnapshot.gz`)

/** The last capture of some, with the earlier ones beside it by their names, by way of their digests alone. */
export async function openWithEarlier(names: readonly string[]): Promise<Session> {
  const last = await openWhole(pairSource(names.at(-1)!))
  for (const name of names.slice(0, -1)) {
    const digest = await (await openWhole(pairSource(name))).digest(true, QUIET_HOST)
    await last.besideBase(name, { digest: () => Promise.resolve(digest) }, null, QUIET_HOST)
  }
  return last
}

/** A file in `fixtures/pairs`. */
export function pairSource(name: string): ReturnType<typeof captureSource> {
  const bytes = readFileSync(new URL(name, FOLDER))
  return {
    name,
    size: bytes.length,
    async *chunks() {
      yield bytes
    },
  }
}

export async function openWhole(source: ReturnType<typeof captureSource>): Promise<Session> {
  const session = await Session.read(source, QUIET_HOST)
  await session.complete(QUIET_HOST)
  await session.findRetainers(QUIET_HOST)
  return session
}

/** Puts two open captures beside each other, and tells both. */
export async function putBeside(
  base: Session,
  target: Session,
  by: MatchedBy | null = null,
): Promise<Besides> {
  const source = { digest: (paths: boolean) => base.digest(paths, QUIET_HOST) }
  const found = await target.besideBase('base', source, by, QUIET_HOST)
  base.besideTarget('target', found.digest, found.forBase)
  return found
}
