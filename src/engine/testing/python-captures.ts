import { readFileSync } from 'node:fs'
import type { Session } from '../session.ts'
import { openWhole } from './pairs.ts'
import { sourceOf } from './sample-text.ts'

const FOLDER = new URL('../../../fixtures/python/', import.meta.url)

/** A capture in `fixtures/python` by its name, about which everything is known. */
export function openPythonCapture(name: string): Promise<Session> {
  return openContent(readFileSync(new URL(`${name}.heapsnapshot.gz`, FOLDER)))
}

/** A capture given as its bytes or its text, about which everything is known. */
export function openContent(content: Uint8Array | string): Promise<Session> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return openWhole(sourceOf([bytes]))
}
