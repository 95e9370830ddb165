import { share, size, type Words, words } from '../../../model/words.ts'
import type { MemoryPartName } from '../../../model/process-memory-rows.ts'
import type { WholeHeap } from '../../heap.ts'
import { memoryFigures, objectBytes } from '../../process-memory.ts'
import { type Draft, NO_CLAIMS, type Rule } from '../rule.ts'

/** Some is always free, for what comes next. */
const LEAST_BYTES = 8 * 1024 * 1024
const LEAST_SHARE = 0.15
/** Of the resident memory: beyond it a program has clearly had a peak. */
const MUCH = 0.3

const PYMALLOC: readonly MemoryPartName[] = ['freeBlocks', 'freePools']
const MALLOC: readonly MemoryPartName[] = ['mallocFree', 'releasable']

/** Memory that was freed, but that the process keeps. */
export const unreturnedMemory: Rule = {
  name: 'unreturned-memory',
  title: 'Freed memory that was not given back',
  about:
    'Resident memory that objects gave back, but that CPython’s allocator or malloc keeps for what comes next: the process stays large though its heap is small.',
  family: 'cpython',
  find(heap) {
    const { shallowSize, snapshot } = heap
    const figures = memoryFigures(snapshot.python!.process, objectBytes(shallowSize, snapshot.nodeCount))
    if (!figures || figures.rss === null) return Promise.resolve([])
    const sum = (names: readonly MemoryPartName[]) =>
      figures.parts.reduce((bytes, part) => bytes + (names.includes(part.name) ? part.bytes : 0), 0)
    const free = { pymalloc: sum(PYMALLOC), malloc: sum(MALLOC) }
    const all = free.pymalloc + free.malloc
    const isMuch = all >= LEAST_BYTES && all >= LEAST_SHARE * figures.rss
    return Promise.resolve(isMuch ? [draftOf(heap, free, figures.rss, figures.objects.bytes)] : [])
  },
}

interface Free {
  readonly pymalloc: number
  readonly malloc: number
}

function draftOf({ snapshot }: WholeHeap, free: Free, rss: number, objects: number): Draft {
  const all = free.pymalloc + free.malloc
  return {
    title: words`The process keeps ${size(all)} that its objects gave back, ${share(all, rss)} of its resident memory`,
    facts: words`Of ${size(rss)} that are resident, objects take ${size(objects)}; CPython’s allocator has ${size(free.pymalloc)} free, malloc ${size(free.malloc)}. There were more objects once.`,
    cure: cureOf(free),
    confidence:
      all >= MUCH * rss
        ? { level: 'sure', reason: words`the allocators count what they have free` }
        : { level: 'possible', reason: words`so much may soon be needed again` },
    owner: 'process memory',
    subject: free.pymalloc >= free.malloc ? 'pymalloc' : 'malloc',
    object: snapshot.root,
    nodes: Uint32Array.of(snapshot.root),
    retained: all,
    saving: null,
    claims: NO_CLAIMS,
    fault: 'waste',
  }
}

function cureOf({ pymalloc, malloc }: Free): Words {
  const peak = words`Keep the peak low: go through what is large piece by piece, or let a process of its own do that work and end (${'multiprocessing.Pool(maxtasksperchild=1)'}).`
  const why =
    pymalloc >= malloc
      ? words` An arena is given back only when all of it is free, and one object that lives on keeps it.`
      : words` What malloc has free at the end of its heap goes back after ${'ctypes.CDLL(None).malloc_trim(0)'}.`
  return [...peak, ...why]
}
