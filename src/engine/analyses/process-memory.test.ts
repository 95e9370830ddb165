import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { processFromJson } from '../format/v8/process-json.ts'
import type { MemoryFigures, MemoryPartName } from '../model/process-memory-rows.ts'
import { memoryFigures, objectBytes } from './process-memory.ts'
import { memoryGrowthWords, memoryWords } from './process-memory-words.ts'

const MB = 1_000_000
const inMb = (size: number): string => `${size / MB} MB`

const region = (kind: string, rss: number) => ({ kind, path: '', size: rss, rss: rss * MB })
const ARENAS = { arenaBytes: MB, poolBytes: 16_000, usedPools: 1, headerBytes: 1 * MB }

interface Made {
  readonly small: number
  readonly large: number
  readonly [part: string]: unknown
}

/** Of a made-up process; what `objects` has is in MB. */
function figures({ small, large, tracemalloc, ...memory }: Made): MemoryFigures {
  const process = processFromJson({ memory, tracemalloc })
  return memoryFigures(process, { count: 7, small: small * MB, large: large * MB })!
}

function bytesOf({ parts }: MemoryFigures, name: MemoryPartName): number | undefined {
  const part = parts.find((one) => one.name === name)
  return part && part.bytes / MB
}

const sum = ({ parts }: MemoryFigures): number => parts.reduce((total, { bytes }) => total + bytes, 0)

const FRAGMENTED: Made = {
  small: 30,
  large: 11,
  rss: 310 * MB,
  swap: 5 * MB,
  regions: [region('heap', 20), region('anonymous', 275), region('file', 14), region('stack', 1)],
  arenas: { ...ARENAS, arenas: 250, freePools: 1000, allocatedBlockBytes: 33 * MB, freeBlockBytes: 200 * MB },
  malloc: { system: 20 * MB, mapped: 4 * MB, used: 12 * MB, free: 8 * MB, releasable: 2 * MB },
}

describe('where resident memory is', () => {
  test('a fragmented heap: free blocks in arenas are the largest part, and all parts add up to RSS', () => {
    const found = figures(FRAGMENTED)
    expect(found.parts.map(({ name, bytes, by }) => [name, bytes / MB, by])).toEqual([
      ['small', 30, 'objects'],
      ['large', 11, 'objects'],
      ['blocks', 3, 'estimate'],
      ['freeBlocks', 200, 'pymalloc'],
      ['headers', 1, 'pymalloc'],
      ['freePools', 16, 'pymalloc'],
      ['native', 5, 'estimate'],
      ['mallocFree', 6, 'malloc'],
      ['releasable', 2, 'malloc'],
      ['anonymous', 21, 'estimate'],
      ['files', 14, 'system'],
      ['stack', 1, 'system'],
    ])
    expect(sum(found)).toBe(310 * MB)
    expect(found).toMatchObject({ notResident: 0, contradiction: 0, missing: [] })
    expect(memoryWords(found, inMb)).toBe(
      'Objects are small: 41 MB of 310 MB (13%). RSS is high because of 217 MB free in arenas of pymalloc, each of which goes back only when all of its blocks are free.',
    )
  })

  test('memory of C code: what malloc has in use, less objects and the records of tracemalloc', () => {
    const found = figures({
      small: 30,
      large: 11,
      rss: 400 * MB,
      tracemalloc: { overhead: 20 * MB },
      regions: [region('heap', 300), region('anonymous', 80), region('file', 20)],
      arenas: { ...ARENAS, allocatedBlockBytes: 30 * MB },
      malloc: { system: 300 * MB, mapped: 40 * MB, used: 291 * MB, free: 9 * MB, releasable: 9 * MB },
    })
    expect(bytesOf(found, 'native')).toBe(300)
    expect(bytesOf(found, 'tracemalloc')).toBe(20)
    expect(bytesOf(found, 'mallocFree')).toBeUndefined()
    expect(memoryWords(found, inMb)).toMatch(
      /^Objects are small: 41 MB of 400 MB \(10%\)\. RSS is high because of 300 MB that C code allocated with malloc and no object accounts for\.$/,
    )
  })

  test('mapped files and anonymous mappings: the two largest reasons are told', () => {
    const found = figures({
      small: 30,
      large: 0,
      rss: 500 * MB,
      regions: [region('heap', 10), region('anonymous', 140), region('file', 300), region('shared', 50)],
      arenas: { ...ARENAS, allocatedBlockBytes: 30 * MB },
      malloc: { system: 10 * MB, mapped: 0, used: 8 * MB, free: 2 * MB, releasable: 0 },
    })
    expect(bytesOf(found, 'anonymous')).toBe(109)
    expect(memoryWords(found, inMb)).toMatch(
      /because of 300 MB of shared libraries and mapped files, and 109 MB of other anonymous memory, from neither allocator\.$/,
    )
  })

  test('a real leak: objects are most of it', () => {
    const found = figures({
      small: 280,
      large: 40,
      rss: 400 * MB,
      regions: [region('heap', 50), region('anonymous', 330), region('file', 20)],
      arenas: { ...ARENAS, allocatedBlockBytes: 290 * MB },
      malloc: { system: 50 * MB, mapped: 0, used: 50 * MB, free: 0, releasable: 0 },
    })
    expect(memoryWords(found, inMb)).toMatch(/^Objects are most of it: 320 MB of 400 MB \(80%\)\./)
  })

  test('a small process is not said to be large', () => {
    const found = figures({
      small: 4,
      large: 1,
      rss: 15 * MB,
      regions: [region('anonymous', 7), region('file', 8)],
    })
    expect(memoryWords(found, inMb)).toMatch(
      /^RSS is low\. Objects are 5 MB of 15 MB \(33%\); the largest other part: 8 MB of shared libraries and mapped files\.$/,
    )
  })

  test('memory that was never touched is taken off what is free first, and told', () => {
    const found = figures({
      small: 10,
      large: 500,
      rss: 60 * MB,
      regions: [region('heap', 10), region('anonymous', 40), region('file', 10)],
      arenas: { ...ARENAS, allocatedBlockBytes: 10 * MB },
      malloc: { system: 10 * MB, mapped: 500 * MB, used: 6 * MB, free: 4 * MB, releasable: 1 * MB },
    })
    expect(found.notResident).toBe(471 * MB)
    expect(bytesOf(found, 'small')).toBe(10)
    expect(bytesOf(found, 'large')).toBe(39)
    expect(found.parts.find(({ name }) => name === 'large')).toMatchObject({
      by: 'estimate',
      notResident: 461 * MB,
    })
    expect(sum(found)).toBe(60 * MB)
    expect(found.contradiction).toBe(0)
  })
})

test('malloc’s free memory stays where its heap is resident, and arenas give way', () => {
  const found = figures({
    small: 10,
    large: 2,
    rss: 40 * MB,
    regions: [region('heap', 9), region('anonymous', 21), region('file', 10)].map((one) =>
      one.kind === 'heap' ? { ...one, size: 10 * MB } : one,
    ),
    arenas: { ...ARENAS, freePools: 500, allocatedBlockBytes: 14 * MB },
    malloc: { system: 10 * MB, mapped: 0, used: 6 * MB, free: 4 * MB, releasable: 2 * MB },
  })
  expect(bytesOf(found, 'releasable')).toBe(1)
  expect(bytesOf(found, 'mallocFree')).toBe(2)
  expect(bytesOf(found, 'freePools')).toBe(6)
  expect(found.notResident).toBe(3 * MB)
})

describe('what a capture does not say', () => {
  test('without pymalloc objects are malloc’s', () => {
    const found = figures({
      small: 30,
      large: 10,
      rss: 100 * MB,
      regions: [region('heap', 80), region('file', 20)],
      malloc: { system: 70 * MB, mapped: 0, used: 65 * MB, free: 5 * MB, releasable: 0 },
    })
    expect(bytesOf(found, 'native')).toBe(25)
    expect(bytesOf(found, 'blocks')).toBeUndefined()
    expect(found.missing).toEqual(['arenas'])
  })

  test('while tracemalloc hides pymalloc, objects up to 512 bytes are not malloc’s', () => {
    const found = figures({
      small: 60,
      large: 10,
      rss: 160 * MB,
      tracemalloc: { overhead: 20 * MB },
      regions: [region('heap', 40), region('anonymous', 100), region('file', 20)],
      malloc: { system: 40 * MB, mapped: 0, used: 35 * MB, free: 5 * MB, releasable: 0 },
    })
    expect(bytesOf(found, 'tracemalloc')).toBe(20)
    expect(bytesOf(found, 'native')).toBe(5)
    expect(bytesOf(found, 'anonymous')).toBe(40)
    expect(memoryWords(found, inMb)).toMatch(
      /because of 40 MB of other anonymous memory, that of allocators which tell nothing included\.$/,
    )
  })

  test('without malloc’s figures its memory is among the other anonymous memory', () => {
    const found = figures({
      small: 30,
      large: 10,
      rss: 100 * MB,
      regions: [region('heap', 40), region('anonymous', 40), region('file', 20)],
      arenas: { ...ARENAS, allocatedBlockBytes: 30 * MB },
    })
    expect(bytesOf(found, 'anonymous')).toBe(39)
    expect(found.missing).toEqual(['malloc'])
  })

  test('without regions the totals of the system serve', () => {
    const found = figures({
      small: 30,
      large: 10,
      rss: 100 * MB,
      anonymous: 70 * MB,
      file: 25 * MB,
      shared: 5 * MB,
    })
    expect(bytesOf(found, 'anonymous')).toBe(30)
    expect(bytesOf(found, 'files')).toBe(25)
    expect(sum(found)).toBe(100 * MB)
  })

  test('with nothing but RSS the rest is not explained', () => {
    const found = figures({ small: 30, large: 10, rss: 100 * MB })
    expect(bytesOf(found, 'unexplained')).toBe(60)
    expect(memoryWords(found, inMb)).toMatch(
      /because of 60 MB that the figures of the capture do not explain\.$/,
    )
    expect(figures({ small: 30, large: 10, rss: 25 * MB })).toMatchObject({
      notResident: 15 * MB,
      whole: 25 * MB,
    })
  })

  test('without RSS the parts are what is known', () => {
    const found = figures({ small: 30, large: 10, peak: 100 * MB })
    expect(found).toMatchObject({
      rss: null,
      whole: 40 * MB,
      missing: ['rss', 'regions', 'arenas', 'malloc'],
    })
    expect(memoryWords(found, inMb)).toMatch(
      /is not known; what is known comes to 40 MB, of which objects are 40 MB\.$/,
    )
  })

  test('mappings beyond RSS contradict it, which is told', () => {
    const found = figures({
      small: 1,
      large: 0,
      rss: 50 * MB,
      regions: [region('file', 60), region('anonymous', 1)],
    })
    expect(found.contradiction).toBe(11 * MB)
    expect(sum(found)).toBe(50 * MB)
  })

  test('a capture that says nothing of its memory has no figures', () => {
    expect(memoryFigures(processFromJson({ pid: 1 }), { count: 0, small: 0, large: 0 })).toBeNull()
  })
})

test('whatever the figures are, no part is below nothing and all add up to RSS', () => {
  const size = fc.option(fc.nat(1e9), { nil: undefined })
  const sizes = (...names: string[]) =>
    fc.option(fc.record(Object.fromEntries(names.map((name) => [name, size]))), { nil: undefined })
  const kind = fc.constantFrom('heap', 'anonymous', 'stack', 'file', 'shared', 'other')
  const memory = fc.record({
    rss: size,
    anonymous: size,
    file: size,
    shared: size,
    regions: fc.array(fc.record({ kind, rss: size, size }), { maxLength: 6 }),
    arenas: sizes('allocatedBlockBytes', 'freeBlockBytes', 'headerBytes', 'freePools', 'poolBytes'),
    malloc: sizes('system', 'mapped', 'used', 'free', 'releasable'),
  })
  const overhead = fc.record({ overhead: size })
  fc.assert(
    fc.property(memory, overhead, fc.nat(1e9), fc.nat(1e9), (json, tracemalloc, small, large) => {
      const process = processFromJson({ memory: json, tracemalloc })
      const found = memoryFigures(process, { count: 1, small, large })!
      expect(found.parts.every(({ bytes, notResident }) => bytes >= 0 && notResident >= 0)).toBe(true)
      expect(sum(found)).toBe(found.whole)
      if (json.rss !== undefined) expect(found.whole).toBe(json.rss)
      expect(memoryWords(found, inMb)).not.toMatch(/NaN|undefined|because of \./)
    }),
  )
})

test('growth is told with where it is', () => {
  const before = figures(FRAGMENTED)
  const after = figures({
    ...FRAGMENTED,
    rss: 410 * MB,
    regions: [region('heap', 20), region('anonymous', 375), region('file', 14), region('stack', 1)],
    small: 50,
    arenas: { ...ARENAS, freePools: 1000, allocatedBlockBytes: 53 * MB, freeBlockBytes: 280 * MB },
  })
  expect(memoryGrowthWords(before, after, inMb)).toBe(
    'RSS grew by 100 MB, from 310 MB to 410 MB. New: 80 MB free in arenas of pymalloc, each of which goes back only when all of its blocks are free, and 20 MB of objects.',
  )
  expect(memoryGrowthWords(after, before, inMb)).toMatch(
    /^RSS fell by 100 MB, from 410 MB to 310 MB\. Gone: 80 MB/,
  )
  expect(memoryGrowthWords(before, before, inMb)).toBe('RSS is the same in both: 310 MB.')
})

test('objects up to 512 bytes are told apart from larger ones', () => {
  expect(objectBytes(Uint32Array.of(0, 16, 512, 513, 4000), 5)).toEqual({ count: 4, small: 528, large: 4513 })
})
