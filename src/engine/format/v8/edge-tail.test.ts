import { expect, test, vi } from 'vitest'
import { edgeNameColumn } from '../../testing/edge-name-column.ts'
import { Task } from '../../base/task.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { EDGES_A_NODE, fileText, NODES, readerOf, sourceFor } from '../../testing/second-reader.ts'
import { openFile } from '../open.ts'
import type { ByteSource } from '../source.ts'
import type { TailRequest, TailSearch } from './read-edge-tail.ts'
import type { SecondReader } from './text-input.ts'

async function edgesOf(source: ByteSource, tailReader: SecondReader | null = null) {
  const opened = await openFile(source, quietTask(), { tailReader })
  if (opened.form !== 'capture') throw new Error('This should be a capture.')
  const { edgeLink, edgeCount } = opened.snapshot
  const name = edgeNameColumn(opened.snapshot)
  const strings = opened.snapshot.strings.count
  return { link: edgeLink.join(), name: name.join(), edgeCount, strings, bytes: opened.bytes }
}

test.each([
  ['without', ''],
  ['with', '\n'],
])(
  'a file %s line breaks reads the same where another thread reads the end of its edges',
  async (_, lineBreak) => {
    const text = fileText({ lineBreak })
    const source = sourceFor(text)
    const { reader, read } = readerOf(text)
    const chunks = vi.spyOn(source, 'chunks')
    const together = await edgesOf(source, reader)
    const starts = chunks.mock.calls.map(([from]) => from ?? 0)
    expect(starts).toContain(text.lastIndexOf('],"samples"'))
    // It was not read once more alone.
    expect(starts.filter((start) => start === 0)).toHaveLength(1)
    expect(together).toEqual(await edgesOf(source))
    const edges = NODES * EDGES_A_NODE
    expect(read).toHaveBeenCalledOnce()
    expect(read.mock.calls[0]![0].bounds.edges).toBeGreaterThan(edges / 4)
    expect(read.mock.calls[0]![0].bounds.edges).toBeLessThan(edges)
  },
)

test('the other thread may begin anywhere in the edges', async () => {
  const text = fileText()
  const source = sourceFor(text)
  const expected = await edgesOf(source)
  for (let shift = 0; shift < 40; shift += 3) {
    const { reader, read } = readerOf(text, (search) => ({ ...search, from: search.from + shift }))
    expect(await edgesOf(source, reader)).toEqual(expected)
    expect(read).toHaveBeenCalledOnce()
    await expect(read.mock.results[0]!.value).resolves.toMatchObject({ wide: expect.any(Array) as number[] })
  }
})

test('the later the other thread begins, the less is left to it', async () => {
  const text = fileText()
  const expected = await edgesOf(sourceFor(text))
  const size = text.lastIndexOf('],"samples"') - text.indexOf('"edges":[')
  const parts: number[] = []
  for (const part of [0.1, 0.6]) {
    const { reader, read } = readerOf(text)
    const { source, reached } = watched(text, text.indexOf('"edges":[') + part * size)
    const readAhead: SecondReader['readAhead'] = async (search) => {
      await reached
      return reader.readAhead(search)
    }
    expect(await edgesOf(source, { ...reader, readAhead })).toEqual(expected)
    expect(read).toHaveBeenCalledOnce()
    parts.push(read.mock.calls[0]![0].bounds.edges)
  }
  expect(parts[1]).toBeLessThan(parts[0]!)
})

/** A file, and a promise that resolves when so many bytes have been asked for. */
function watched(text: string, bytes: number): { source: ByteSource; reached: Promise<void> } {
  const source = sourceFor(text)
  let tell: () => void = () => {}
  const reached = new Promise<void>((resolve) => {
    tell = resolve
  })
  return {
    reached,
    source: {
      ...source,
      async *chunks(from = 0) {
        let at = from
        for await (const chunk of source.chunks(from)) {
          at += chunk.length
          if (at > bytes) tell()
          yield chunk
        }
      },
    },
  }
}

test('a thread that finds no numbers, or those of another section, changes nothing', async () => {
  const text = fileText()
  const source = sourceFor(text)
  const expected = await edgesOf(source)
  for (const from of [text.indexOf('"samples"') - 3, text.indexOf('[7,7') + 5, text.length - 5]) {
    const { reader } = readerOf(text, (search) => ({ ...search, from }))
    expect(await edgesOf(source, reader)).toEqual(expected)
  }
})

test('an end that is found too late is left to the first thread, which has read it', async () => {
  const text = fileText()
  const source = sourceFor(text)
  const { reader, read } = readerOf(text)
  let finding: Promise<unknown> = Promise.resolve()
  // Reading goes on without a pause here, so the answer comes when it is over.
  const findLate = async (search: TailSearch) => {
    await new Promise((resolve) => setTimeout(resolve, 0))
    return reader.findTails(search)
  }
  const late: SecondReader = {
    ...reader,
    findTails: (search) => {
      const found = findLate(search)
      finding = found
      return found
    },
  }
  const edges = await edgesOf(source, late)
  await finding
  expect(edges).toEqual(await edgesOf(source))
  expect(read).not.toHaveBeenCalled()
})

test('what another thread fails to read is read here', async () => {
  const text = fileText()
  const source = sourceFor(text)
  const expected = await edgesOf(source)
  const { reader } = readerOf(text)
  const die = () => Promise.reject(new Error('The thread died.'))
  expect(await edgesOf(source, { ...reader, findTails: die })).toEqual(expected)
  expect(await edgesOf(source, { ...reader, readTail: die })).toEqual(expected)
  const dieAtTheEnd = async (request: TailRequest): Promise<never> => {
    await reader.readTail(request)
    return die()
  }
  expect(await edgesOf(source, { ...reader, readTail: dieAtTheEnd })).toEqual(expected)
})

test.each([
  ['number that points nowhere', (edges: number[]) => void (edges[edges.length - 1] = 7)],
  ['record less than the nodes declare', (edges: number[]) => void edges.splice(-3)],
  ['record more than the nodes declare', (edges: number[]) => void edges.push(1, 0, 0)],
])('an end of the edges with a %s is refused as it is by one thread', async (_, change) => {
  const text = fileText({ change })
  const source = sourceFor(text)
  const { reader, read } = readerOf(text)
  const alone: unknown = await edgesOf(source).catch((error: unknown) => error)
  expect(alone).toMatchObject({ code: 'bad-edge' })
  expect(await edgesOf(source, reader).catch((error: unknown) => error)).toEqual(alone)
  expect(read).toHaveBeenCalled()
})

test('what the other thread reads counts as read along with what this one reads', async () => {
  const text = fileText()
  const source = sourceFor(text)
  const { reader, read } = readerOf(text)
  const reported: number[] = []
  let now = 0
  const host = {
    now: () => (now += 31),
    pause: () => Promise.resolve(),
    progress: ({ done }: { readonly done: number }) => void reported.push(done),
  }
  await openFile(source, new Task(host), { tailReader: reader })
  expect(read).toHaveBeenCalledOnce()
  const size = source.size!
  const steps = reported.map((done, i) => done - (reported[i - 1] ?? 0))
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...steps)).toBeLessThan(size / 10)
  expect(Math.max(...reported)).toBe(size)
})
