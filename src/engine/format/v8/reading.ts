import { HeapError } from '../../base/error.ts'

/** What the section `snapshot` may take: a Python capture lists there the pages that its objects lie on. */
export const MAX_HEADER_BYTES = 1 << 23

/** How much of a capture to read, and what there is to read it into. */
export interface Reading {
  /** Bytes of memory that are free; null where nobody knows: then everything is tried. */
  readonly available: number | null
  /** Whether references are left out: names, classes and sizes as the file states them take a fraction of the memory. */
  readonly shallowOnly: boolean
}

export const EVERYTHING: Reading = { available: null, shallowOnly: false }

/** What is answered to questions about references where they were left out. */
export function noReferences(): HeapError {
  return new HeapError(
    'no-references',
    'This capture was opened without its references, so nothing is known of what keeps what alive; open it whole where there is more memory.',
  )
}

/** What is answered to them while references are still being read. */
export function referencesComing(): HeapError {
  return new HeapError('not-ready', 'References are still being read; ask again in a moment.')
}
