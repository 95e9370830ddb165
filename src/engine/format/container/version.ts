import { HeapError } from '../../base/error.ts'
import type { JsonObject } from './json-reader.ts'

/** Makes the contents of one version those of the next. */
export type Upgrader = (contents: JsonObject) => JsonObject

/** `UPGRADERS[v - 1]` turns the contents of version v into those of version v + 1. */
const UPGRADERS: readonly Upgrader[] = [
  // From version 2 on the names of edges are kept by sequence; who reads them tells by their section.
  (contents) => contents,
  // From version 3 on a heap may be redacted, which its contents say: strings then are shorter or longer than their texts.
  (contents) => contents,
  // From version 4 on a heap may be one of Python.
  (contents) => contents,
]

/** The newest version, which heaps of Python are written in. */
export const VERSION = UPGRADERS.length + 1
/** Others are written so that programs which know less read them. */
export const VERSION_OF_REDACTED = 3
export const VERSION_OF_CAPTURES = 2

/**
 * What makes the contents of `version` those of the newest.
 * @throws HeapError `too-new`, or `bad-container` for a version that never was
 */
export function upgraderFrom(version: number, upgraders: readonly Upgrader[] = UPGRADERS): Upgrader {
  const newest = upgraders.length + 1
  if (version > newest) {
    throw new HeapError(
      'too-new',
      `This container has format version ${version} and this program reads up to ${newest}; get a newer Heapscope.`,
      { section: 'header', byte: 8 },
    )
  }
  if (version === 0) {
    throw new HeapError('bad-container', 'This container has format version 0, which does not exist.', {
      section: 'header',
      byte: 8,
    })
  }
  return (contents) => upgraders.slice(version - 1).reduce((value, upgrade) => upgrade(value), contents)
}
