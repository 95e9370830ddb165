import { describe, expect, test } from 'vitest'
import { HeapError } from '#engine/base/error.ts'
import type { Progress } from '#engine/base/task.ts'
import { EVERYTHING } from '#engine/format/v8/reading.ts'
import type { Stage, Summary } from '#engine/model/rows.ts'
import type { OpenListener, Question, SaveListener } from '#protocol/worker.ts'
import { createHeapService, type OpenHeap, type Surroundings } from './heap-service.ts'
import { failure } from './replies.ts'
import type { PartFile } from './part-file.ts'

const silent: OpenListener = { progress() {}, stage() {}, answering() {} }

const NO_ROWS = {
  start: 0,
  rows: [],
  total: 0,
  all: 0,
  folded: { count: 0, shallowSize: 0, retainedSize: null },
}
/** A file that takes a while to read. */
const LARGE = new Blob([new Uint8Array(1 << 26)])
const settled = () => new Promise((resolve) => setTimeout(resolve))

function heapWith(part: Partial<OpenHeap>): OpenHeap {
  return { isLoaded: true, complete: async () => {}, findRetainers: async () => {}, ...part } as OpenHeap
}

function serviceOf(heap: OpenHeap, part: Partial<Surroundings> = {}) {
  return createHeapService({
    read: async () => heap,
    host: (progress) => ({ now: () => performance.now(), pause: async () => {}, progress }),
    openPart: async () => expect.unreachable('nothing is saved'),
    ...part,
  })
}

describe('opening', () => {
  test('reads the bytes of the file under its name', async () => {
    let text = ''
    const service = serviceOf(heapWith({}), {
      read: async (source) => {
        for await (const chunk of source.chunks()) text += new TextDecoder().decode(chunk)
        text += ` from ${source.name}, ${source.size} bytes`
        return heapWith({})
      },
    })
    await service.open(new Blob(['hello']), 'a.heapsnapshot', silent, null, EVERYTHING)
    expect(text).toBe('hello from a.heapsnapshot, 5 bytes')
  })

  test.each([
    ['lists', true, 'parsed'],
    ['totals of a container', false, 'totals'],
  ])(
    'says that the %s are there before it computes the rest, and ready after',
    async (_, isLoaded, first) => {
      const events: string[] = []
      const complete = async () => void events.push('complete')
      const listener = { ...silent, stage: (stage: Stage) => void events.push(stage) }
      await serviceOf(heapWith({ isLoaded, complete })).open(new Blob([]), 'a', listener, null, EVERYTHING)
      expect(events).toEqual([first, 'complete', 'ready'])
    },
  )

  test('answers questions while the rest is computed', async () => {
    let finish = () => {}
    const heap = heapWith({
      kinds: () => [],
      complete: () =>
        new Promise((resolve) => {
          finish = resolve
        }),
    })
    const service = serviceOf(heap)
    const opened = new Promise<void>((resolve) => {
      void service.open(new Blob([]), 'a', { ...silent, stage: () => resolve() }, null, EVERYTHING)
    })
    await opened
    expect(await service.ask('kinds', [], 1)).toEqual({ ok: true, value: [] })
    finish()
  })

  test('shows what is known early, and what it is replaced by', async () => {
    const stages: string[] = []
    let finish = () => {}
    const summary = (stage: Stage) => () => ({ stage }) as Summary
    const early = heapWith({ summary: summary('early') })
    const service = serviceOf(heapWith({}), {
      read: async (_source, _host, _lender, _reading, onEarly) => {
        onEarly?.(early)
        await new Promise<void>((resolve) => (finish = resolve))
        return heapWith({ summary: summary('parsed'), references: () => NO_ROWS })
      },
    })
    const listener = { ...silent, stage: (stage: Stage) => void stages.push(stage) }
    const opening = service.open(LARGE, 'a', listener, null, EVERYTHING)
    await settled()
    expect(stages).toEqual(['early'])
    expect(await service.ask('summary', [], 1)).toEqual({ ok: true, value: { stage: 'early' } })
    const references = service.ask('references', [1, { start: 0, end: 1 }], 1)
    finish()
    // The early one has none: the question waits for those that are being read.
    expect(await references).toEqual({ ok: true, value: NO_ROWS })
    expect(await service.ask('summary', [], 1)).toEqual({ ok: true, value: { stage: 'parsed' } })
    await opening
    expect(stages).toEqual(['early', 'parsed', 'ready'])
  })

  test('keeps nothing that was known early of a file that cannot be read to its end', async () => {
    let fail: (error: Error) => void = () => {}
    const service = serviceOf(heapWith({}), {
      read: async (_source, _host, _lender, _reading, onEarly) => {
        onEarly?.(heapWith({ kinds: () => [] }))
        return new Promise((_, reject) => (fail = reject))
      },
    })
    const opening = service.open(LARGE, 'a', silent, null, EVERYTHING)
    await settled()
    const object = service.ask('object', [1], 1)
    fail(new HeapError('bad-edge', 'An edge leads nowhere.'))
    expect(await opening).toMatchObject({ ok: false, code: 'bad-edge' })
    expect(await object).toMatchObject({ ok: false, code: 'not-found' })
    expect(await service.ask('kinds', [], 1)).toMatchObject({ ok: false, code: 'not-found' })
  })

  test('shows nothing early of a file that is read in no time', async () => {
    const asked: boolean[] = []
    const read: Surroundings['read'] = async (_source, _host, _lender, _reading, onEarly) => {
      asked.push(onEarly !== null)
      return heapWith({})
    }
    for (const blob of [new Blob(['small']), LARGE]) {
      await serviceOf(heapWith({}), { read }).open(blob, 'a', silent, null, EVERYTHING)
    }
    expect(asked).toEqual([false, true])
  })

  test('answers from a container’s totals at once, and about its objects when they are read', async () => {
    let finish = () => {}
    const heap = {
      ...heapWith({ kinds: () => [], nodeById: () => null }),
      isLoaded: false,
      complete: () =>
        new Promise<void>((resolve) => {
          finish = () => {
            heap.isLoaded = true
            resolve()
          }
        }),
    }
    const service = serviceOf(heap)
    const parsed = new Promise<void>((resolve) => {
      void service.open(new Blob([]), 'a', { ...silent, stage: () => resolve() }, null, EVERYTHING)
    })
    await parsed
    const answered: string[] = []
    const object = service.ask('nodeById', [1], 1).then(() => answered.push('nodeById'))
    await service.ask('kinds', [], 1).then(() => answered.push('kinds'))
    finish()
    await object
    expect(answered).toEqual(['kinds', 'nodeById'])
  })

  test('answers about an object once references are turned round, also where a container had to be read', async () => {
    const events: string[] = []
    let finish = () => {}
    const heap = {
      ...heapWith({ retainers: () => ({ start: 0, rows: [], total: 0, all: 0, folded: NO_ROWS.folded }) }),
      isLoaded: false,
      complete: () =>
        new Promise<void>((resolve) => {
          finish = () => {
            heap.isLoaded = true
            resolve()
          }
        }),
      findRetainers: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        events.push('turned round')
      },
    }
    const service = serviceOf(heap)
    await new Promise<void>((resolve) => {
      void service.open(new Blob([]), 'a', { ...silent, stage: () => resolve() }, null, EVERYTHING)
    })
    const asked = service.ask('retainers', [1, { start: 0, end: 1 }], 1).then(() => events.push('answered'))
    await Promise.resolve()
    finish()
    await asked
    expect(events).toEqual(['turned round', 'answered'])
  })

  test('asks about the whole heap once references are turned round, and tells how far a long answer is', async () => {
    const events: string[] = []
    const heap = heapWith({
      findRetainers: async () => void events.push('turned round'),
      ask: async (question, _args, host) => {
        events.push(question)
        for (const done of [0, 1, 2]) host.progress?.({ phase: 'answer', done, total: 2 })
        return NO_ROWS as never
      },
    })
    const service = serviceOf(heap)
    const answering = (ticket: number, fraction: number) => void events.push(`${ticket}: ${fraction}`)
    await service.open(new Blob([]), 'a', { ...silent, answering }, null, EVERYTHING)
    const answer = await service.ask('selected', [[], { start: 0, end: 1 }], 7)
    expect(answer).toEqual({ ok: true, value: NO_ROWS })
    expect(events).toEqual(['turned round', 'selected', '7: 0.5'])
  })

  test('cancels a long answer that nobody wants any more, and no other', async () => {
    const heap = heapWith({
      ask: (_question, _args, { signal }) =>
        new Promise((_, reject) => {
          const look = () =>
            signal?.aborted ? reject(new HeapError('cancelled', 'This was cancelled.')) : setTimeout(look, 1)
          look()
        }),
    })
    const service = serviceOf(heap)
    await service.open(new Blob([]), 'a', silent, null, EVERYTHING)
    const ended: string[] = []
    const asked = [1, 2].map((ticket) =>
      service
        .ask('selected', [[], { start: 0, end: 1 }], ticket)
        .then((reply) => ended.push(`${ticket} ${reply.ok ? '' : reply.code}`)),
    )
    await settled()
    service.drop(2)
    await asked[1]
    expect(ended).toEqual(['2 cancelled'])
    service.drop(1)
    await asked[0]
    service.drop(3)
  })

  test('passes progress on to the listener', async () => {
    const seen: Progress[] = []
    const service = serviceOf(heapWith({}), {
      read: async (_, host) => {
        host.progress?.({ phase: 'read', done: 1, total: 2 })
        return heapWith({})
      },
    })
    await service.open(
      new Blob([]),
      'a',
      { ...silent, progress: (progress) => seen.push(progress) },
      null,
      EVERYTHING,
    )
    expect(seen).toEqual([{ phase: 'read', done: 1, total: 2 }])
  })

  test('turns a failure into a reply that keeps code, sentence and place', async () => {
    const place = { section: 'nodes', byte: 12 }
    const service = serviceOf(heapWith({}), {
      read: async () => {
        throw new HeapError('cut-off', 'It ends early.', place)
      },
    })
    expect(await service.open(new Blob([]), 'a', silent, null, EVERYTHING)).toEqual({
      ok: false,
      code: 'cut-off',
      message: 'It ends early.',
      place,
    })
  })

  test('keeps which characters of a filter are wrong', () => {
    const at = { start: 3, end: 5 }
    expect(failure(new HeapError('bad-filter', 'It is wrong.', at))).toEqual({
      ok: false,
      code: 'bad-filter',
      message: 'It is wrong.',
      at,
    })
  })
})

describe('asking', () => {
  test('before anything is open is answered with a failure', async () => {
    expect(await serviceOf(heapWith({})).ask('summary', [], 1)).toMatchObject({
      ok: false,
      code: 'not-found',
    })
  })

  test('reaches no method that is not a question', async () => {
    let called = false
    const heap = heapWith({
      complete: async () => {
        called = true
      },
    })
    const service = serviceOf(heap)
    await service.open(new Blob([]), 'a', silent, null, EVERYTHING)
    called = false
    expect(await service.ask('complete' as Question, [] as never, 1)).toMatchObject({
      ok: false,
      code: 'not-found',
    })
    expect(await service.ask('toString' as Question, [] as never, 2)).toMatchObject({ ok: false })
    expect(called).toBe(false)
  })
})

describe('saving', () => {
  const request = { part: 'a.part', most: 1000 }
  const told: SaveListener = { progress() {}, makeRoom: async () => false }
  const nowhere = async (): Promise<PartFile> => ({
    write: async () => {},
    close() {},
    discard: async () => {},
  })

  test('before anything is open is answered with a failure', async () => {
    expect(await serviceOf(heapWith({})).save(request, told)).toMatchObject({ ok: false, code: 'not-found' })
  })

  test('waits until everything is known, and answers questions meanwhile', async () => {
    const events: string[] = []
    let finish = () => {}
    const heap = heapWith({
      kinds: () => [],
      findRetainers: () =>
        new Promise((resolve) => {
          finish = () => {
            events.push('retainers')
            resolve()
          }
        }),
      save: async () => {
        events.push('save')
        return 5
      },
    })
    const service = serviceOf(heap, { openPart: nowhere })
    await service.open(new Blob(['x']), 'a', silent, null, EVERYTHING)
    const saved = service.save(request, told)
    expect(await service.ask('kinds', [], 1)).toEqual({ ok: true, value: [] })
    finish()
    expect(await saved).toMatchObject({ ok: true, value: { bytes: 5 } })
    expect(events).toEqual(['retainers', 'save'])
  })

  test('tells how far it is once for every hundredth', async () => {
    const seen: number[] = []
    const heap = heapWith({
      save: async (_sink, _making, host) => {
        for (let done = 0; done <= 1000; done++) host.progress?.({ phase: 'write', done, total: 1000 })
        return 5
      },
    })
    const service = serviceOf(heap, { openPart: nowhere })
    await service.open(new Blob(['x']), 'a', silent, null, EVERYTHING)
    await service.save(request, { ...told, progress: (fraction) => seen.push(fraction) })
    expect(seen.at(-1)).toBe(1)
    expect(new Set(seen.map((fraction) => Math.floor(fraction * 100))).size).toBe(seen.length)
  })

  test('ends with “cancelled” when it is stopped', async () => {
    let stopped = false
    const heap = heapWith({
      save: async (_sink, _making, host) => {
        service.stopSaving()
        stopped = host.signal?.aborted ?? false
        return 5
      },
    })
    const service = serviceOf(heap, { openPart: nowhere })
    await service.open(new Blob(['x']), 'a', silent, null, EVERYTHING)
    expect(await service.save(request, told)).toMatchObject({ ok: false, code: 'cancelled' })
    expect(stopped).toBe(true)
  })
})

describe('putting the browser’s errors into words', () => {
  test('a failed allocation is out of memory', () => {
    expect(failure(new RangeError('Array buffer allocation failed')).code).toBe('out-of-memory')
    expect(failure(new RangeError('Invalid typed array length: 99999999999')).code).toBe('out-of-memory')
  })

  test('another range error is not', () => {
    expect(failure(new RangeError('Maximum call stack size exceeded')).code).toBe('unreadable')
  })

  test('a file that has gone is unreadable and is to be chosen again', () => {
    const gone = failure(new DOMException('gone', 'NotReadableError'))
    expect(gone.code).toBe('unreadable')
    expect(gone.message).toContain('Choose it again')
  })
})
