import type { MemoryFigures, MemoryPartName } from '../model/process-memory-rows.ts'

/** Below this a process is not large, whatever it is made of. */
const LOW = 64 * 1024 * 1024
/** A second reason is told from this share of the whole on. */
const WORTH_TELLING = 0.15

type Bytes = (size: number) => string

interface Reason {
  readonly parts: readonly MemoryPartName[]
  /** Follows the size. */
  readonly words: string
}

const OBJECTS: Reason = { parts: ['small', 'large'], words: 'of objects' }

const ANONYMOUS = 'of other anonymous memory, from neither allocator'
/** The same where an allocator does not tell what it has. */
const ANONYMOUS_WITH = 'of other anonymous memory, that of allocators which tell nothing included'

/** What is not objects, put together by what one would do about it. */
const REASONS: readonly Reason[] = [
  {
    parts: ['freeBlocks', 'headers', 'freePools'],
    words: 'free in arenas of pymalloc, each of which goes back only when all of its blocks are free',
  },
  { parts: ['blocks'], words: 'in blocks of pymalloc that are in use, but by no object of the capture' },
  { parts: ['native'], words: 'that C code allocated with malloc and no object accounts for' },
  { parts: ['mallocFree', 'releasable'], words: 'that malloc has free and did not give back' },
  { parts: ['tracemalloc'], words: 'of tracemalloc’s own records' },
  { parts: ['anonymous'], words: ANONYMOUS },
  { parts: ['files'], words: 'of shared libraries and mapped files' },
  { parts: ['shared'], words: 'of memory shared with other processes' },
  { parts: ['stack', 'other'], words: 'of stack and kernel mappings' },
  { parts: ['unexplained'], words: 'that the figures of the capture do not explain' },
]

/**
 * What the figures come to, in a sentence or two: how much of the resident memory are objects, and the one or two largest
 * reasons for the rest.
 * @param bytes writes a size for people
 */
export function memoryWords(figures: MemoryFigures, bytes: Bytes): string {
  const { rss, whole } = figures
  const objects = bytesOf(figures, OBJECTS)
  if (rss === null) {
    return `The resident size of this process is not known; what is known comes to ${bytes(whole)}, of which objects are ${bytes(objects)}.`
  }
  if (rss === 0) return 'The capture says that nothing of this process was resident.'
  const part = `${bytes(objects)} of ${bytes(rss)} (${percent(objects, rss)})`
  const told = reasons(figures).map(({ words, size }) => `${bytes(size)} ${words}`)
  if (objects >= rss / 2) {
    const next = told[0] === undefined ? '' : ` The next largest part: ${told[0]}.`
    return `Objects are most of it: ${part}. RSS is what the program itself holds: Classes and Dominators say what that is.${next}`
  }
  const rest = told.join(', and ')
  if (rss < LOW)
    return `RSS is low. Objects are ${part}; the largest other part${told.length > 1 ? 's' : ''}: ${rest}.`
  return `Objects are ${objects < rss / 4 ? 'small' : 'less than half'}: ${part}. RSS is high because of ${rest}.`
}

/** How resident memory changed between two captures, and where. */
export function memoryGrowthWords(before: MemoryFigures, after: MemoryFigures, bytes: Bytes): string {
  if (before.rss === null || after.rss === null) {
    return 'The resident size of one of the two is not known, so nothing can be said of growth.'
  }
  const growth = after.rss - before.rss
  const from = `from ${bytes(before.rss)} to ${bytes(after.rss)}`
  if (growth === 0) return `RSS is the same in both: ${bytes(after.rss)}.`
  const sign = Math.sign(growth)
  const changes = [OBJECTS, ...REASONS]
    .map((reason) => ({
      words: wordsOf(reason, after),
      size: sign * (bytesOf(after, reason) - bytesOf(before, reason)),
    }))
    .filter(({ size }) => size >= WORTH_TELLING * Math.abs(growth))
    .toSorted((a, b) => b.size - a.size)
    .slice(0, 2)
  const told = changes.map(({ words, size }) => `${bytes(size)} ${words}`).join(', and ')
  const where = told === '' ? 'It is spread over many parts.' : `${growth > 0 ? 'New' : 'Gone'}: ${told}.`
  return `RSS ${growth > 0 ? 'grew' : 'fell'} by ${bytes(Math.abs(growth))}, ${from}. ${where}`
}

/** The largest reason and, where it is worth telling, the second. */
function reasons(figures: MemoryFigures): { readonly words: string; readonly size: number }[] {
  return REASONS.map((reason) => ({ words: wordsOf(reason, figures), size: bytesOf(figures, reason) }))
    .filter(({ size }) => size > 0)
    .toSorted((a, b) => b.size - a.size)
    .filter(({ size }, i) => i === 0 || (i === 1 && size >= WORTH_TELLING * figures.whole))
}

function wordsOf({ words }: Reason, { missing }: MemoryFigures): string {
  const isSilent = missing.includes('arenas') || missing.includes('malloc')
  return words === ANONYMOUS && isSilent ? ANONYMOUS_WITH : words
}

function bytesOf({ parts }: MemoryFigures, reason: Reason): number {
  return parts.reduce((sum, { name, bytes }) => (reason.parts.includes(name) ? sum + bytes : sum), 0)
}

function percent(part: number, of: number): string {
  const share = (part / of) * 100
  if (share > 0 && share < 1) return 'below 1%'
  // Only the whole is 100%.
  return `${part < of ? Math.min(99, Math.round(share)) : 100}%`
}
