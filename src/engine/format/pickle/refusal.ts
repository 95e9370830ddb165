import { HeapError } from '../../base/error.ts'

/** What is said of a pickle that is not opened: what is wrong, at which byte, and that nothing of it was executed. */
export function refused(what: string, byte: number): HeapError {
  return new HeapError(
    'bad-pickle',
    `This pickle ${what} at byte ${byte}; only what tracemalloc’s Snapshot.dump writes is opened, and nothing of it was executed.`,
    { section: 'pickle', byte },
  )
}
