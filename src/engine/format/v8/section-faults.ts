import { HeapError } from '../../base/error.ts'
import { shownName } from '../../base/shown-name.ts'

/** Refuses a name that is none of the file's strings. @throws HeapError */
export function checkStrings(max: number, count: number): void {
  if (max < count) return
  throw new HeapError(
    'bad-string',
    `A name refers to string ${max}, but section “strings” holds only ${count}; the file is damaged, capture it again.`,
    { section: 'strings', byte: 0 },
  )
}

/** The file ends without the section `key`. */
export function missing(key: string, seen: readonly string[]): HeapError {
  if (seen.includes('snapshot')) {
    return new HeapError(
      'not-a-snapshot',
      `The file has no section “${key}”; it is not a whole heap snapshot, capture it again.`,
      {
        section: key,
        byte: 0,
      },
    )
  }
  return new HeapError('not-a-snapshot', describeOther(seen))
}

/** Names the kinds of file that people take for a heap snapshot. */
export function describeOther(sections: readonly string[]): string {
  if (sections.includes('head') && sections.includes('samples')) {
    return 'This is a sampling profile (.heapprofile), which holds no objects; take a heap snapshot instead.'
  }
  if (sections.includes('version') && sections.includes('type')) {
    return "This is JavaScriptCore's own heap format; in Bun take the capture with generateHeapSnapshot('v8') instead."
  }
  if (sections.includes('traceEvents')) {
    return 'This is a performance trace, which holds no objects; take a heap snapshot instead.'
  }
  const found = sections.slice(0, 5).map(shownName)
  return `This is JSON but not a heap snapshot: it has ${found.length === 0 ? 'no sections' : found.join(', ')} and no “snapshot”; choose a .heapsnapshot file.`
}

/** A section stands before one that it needs. */
export function outOfOrder(section: string, needs: string): HeapError {
  return new HeapError(
    'not-a-snapshot',
    `Section “${section}” comes before “${needs}”, without which it cannot be read; its writer is broken.`,
    { section, byte: 0 },
  )
}
