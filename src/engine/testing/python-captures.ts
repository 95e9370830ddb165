import { readFileSync } from 'node:fs'
import { Session } from '../session.ts'
import { QUIET_HOST } from './captures.ts'
import { sourceOf } from './sample-text.ts'

const FOLDER = new URL('../../../fixtures/python/', import.meta.url)

/** A capture in `fixtures/python` by its name, about which everything is known. */
export function openPythonCapture(name: string): Promise<Session> {
  return openWhole(readFileSync(new URL(`${name}.heapsnapshot.gz`, FOLDER)))
}

/** A capture given as its bytes or its text, about which everything is known. */
export async function openWhole(content: Uint8Array | string): Promise<Session> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const session = await Session.read(sourceOf([bytes]), QUIET_HOST)
  await session.complete(QUIET_HOST)
  await session.findRetainers(QUIET_HOST)
  return session
}
