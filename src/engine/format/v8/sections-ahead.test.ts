import { expect, test, vi } from 'vitest'
import { edgeNameColumn } from '../../testing/edge-name-column.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { fileText, readerOf, REST, sourceFor } from '../../testing/second-reader.ts'
import { openFile } from '../open.ts'
import type { Ahead, AheadSearch } from './read-ahead.ts'
import type { TailRequest, TailSearch } from './read-edge-tail.ts'
import type { ReadResult, SecondReader } from './text-input.ts'

/** Everything a file says, as plain values, or why it cannot be read; and where reading went on after a jump. */
async function contentOf(
  text: string,
  tailReader: SecondReader | null,
  onEarly: ((early: ReadResult) => Promise<void>) | null = null,
) {
  const source = sourceFor(text)
  const chunks = vi.spyOn(source, 'chunks')
  const content = await openFile(source, quietTask(), { tailReader, onEarly }).then(
    (opened) => (opened.form === 'capture' ? plain(opened) : null),
    (error: unknown) => error,
  )
  return { content, jumps: chunks.mock.calls.map(([from]) => from ?? 0) }
}

function plain({ snapshot, bytes }: ReadResult) {
  const { strings, locations, edgeNames: _names, ...columns } = snapshot
  const texts = Array.from({ length: strings.count }, (_, i) => strings.text(i))
  const listed = Object.entries(columns).map(([key, column]) => [
    key,
    ArrayBuffer.isView(column) ? (column as Uint32Array).join() : column,
  ])
  const { place, places } = locations ?? { place: null, places: null }
  const names = edgeNameColumn(snapshot).join()
  return { columns: Object.fromEntries(listed) as object, names, texts, place: place?.join(), places, bytes }
}

const STRINGS_END = ']}'

test('strings and locations read ahead are passed over, and the file reads the same', async () => {
  const text = fileText()
  const { reader, ahead } = readerOf(text)
  const alone = await contentOf(text, null)
  const together = await contentOf(text, reader)
  expect(together.content).toEqual(alone.content)
  expect(together.content).toMatchObject({ texts: ['a', 'b', 'c d', 'é'] })
  expect(ahead).toHaveBeenCalledOnce()
  const bytes = new TextEncoder().encode(text).length
  const locationsEnd = bytes - new TextEncoder().encode('],"strings":["a","b","c d","é"]}').length
  expect(together.jumps).toEqual([0, expect.any(Number), locationsEnd, bytes - STRINGS_END.length])
})

test.each([
  [
    'white space between',
    ' "samples" :\n[1] ,\t"locations"  : [5,1,2,3 ]\r\n, "strings"\n:\n [ "a" , "b" ] ',
  ],
  ['no locations', '"strings":["a","b"]'],
  ['no records of locations', '"locations":[],"strings":["a","b"]'],
  ['locations behind the strings', '"strings":["a","b"],"locations":[5,1,2,3]'],
  ['locations twice', '"locations":[5,1,2,3],"locations":[5,1,2,3],"strings":["a","b"]'],
  ['strings twice', '"strings":["a","b"],"strings":["a","b"]'],
  ['unknown sections', '"x":{"strings":["n","o"]},"y":"\\"strings\\":[","strings":["a","b"],"z":null'],
  ['no strings', '"samples":[1]'],
  ['fewer strings than names', '"strings":["a"]'],
  ['empty strings', '"strings":[]'],
  ['damaged strings', '"strings":["a" "b"]'],
  ['strings that are none', '"strings":{"a":1}'],
  ['damaged locations', '"locations":[5,1,x],"strings":["a","b"]'],
  ['an incomplete location', '"locations":[5,1,2],"strings":["a","b"]'],
  ['no colon', '"strings" ["a","b"]'],
  ['text behind the end', '"strings":["a","b"]}x'],
])('a file with %s reads the same, or is refused the same, as by one thread', async (_, rest) => {
  const text = fileText({ rest })
  const { reader, ahead } = readerOf(text)
  const alone = await contentOf(text, null)
  expect((await contentOf(text, reader)).content).toEqual(alone.content)
  expect(ahead).toHaveBeenCalled()
})

test.each([
  ['strings before the nodes', { before: '"strings":["a","b"],', rest: '"samples":[1]' }],
  ['strings before the nodes and again', { before: '"strings":["a","b"],', rest: REST }],
  ['locations before the nodes', { before: '"locations":[5,1,2,3],', rest: REST }],
])('a file with %s reads the same, or is refused the same', async (_, parts) => {
  const text = fileText(parts)
  expect((await contentOf(text, readerOf(text).reader)).content).toEqual(
    (await contentOf(text, null)).content,
  )
})

const SIDE = {
  functions: '"trace_function_infos":[0,0,0,0,0,0,1,1,2,7,3,4]',
  tree: `"trace_tree":[1,0,0,0,[${'2,1,3,4,[],'.repeat(3000)}3,0,1,1,[4,1,1,1,[]]]]`,
  samples: `"samples":[${'5,6,'.repeat(3000)}7,8]`,
  locations: '"locations":[5,1,2,3,10,1,2,3]',
  scopes: '"scopes":[10,-2,0,1,0,10,5,1,1,2],"scope_context_vars":[1,2],"scope_uses":[-2,0,5,0]',
  strings: '"strings":["a","b","c d"]',
}

test.each([
  ['as V8 has them', ['functions', 'tree', 'samples', 'locations', 'scopes', 'strings']],
  ['behind the strings', ['locations', 'strings', 'functions', 'tree', 'samples', 'scopes']],
  ['around the locations', ['tree', 'locations', 'samples', 'functions', 'scopes', 'strings']],
] as const)('stacks, samples and scopes %s read the same with two threads', async (_, order) => {
  const text = fileText({ describesSide: true, rest: order.map((section) => SIDE[section]).join() })
  const { reader } = readerOf(text)
  const together = await contentOf(text, reader)
  expect(together.content).toEqual((await contentOf(text, null)).content)
  expect(together.content).toMatchObject({
    columns: { traces: { tree: { id: { length: 3003 } } }, scopes: { scopeId: Int32Array.of(-2, 5) } },
  })
  // The edges' end, the locations and the strings were not read here.
  expect(together.jumps).toHaveLength(4)
})

test.each([
  ['half a stack', { ...SIDE, tree: '"trace_tree":[1,0,0,0,[2,1]]' }],
  ['half a sample', { ...SIDE, samples: '"samples":[1]' }],
  ['a function without a name', { ...SIDE, functions: '"trace_function_infos":[0,3,0,0,0,0,1,1,2,7,3,4]' }],
])('%s is refused the same with two threads', async (_, side) => {
  const text = fileText({ describesSide: true, rest: Object.values(side).join() })
  const alone = await contentOf(text, null)
  expect(alone.content).toBeInstanceOf(Error)
  expect((await contentOf(text, readerOf(text).reader)).content).toEqual(alone.content)
})

test('a file that ends within what is read ahead is refused as by one thread', async () => {
  const text = fileText()
  for (
    let length = text.length - REST.length - 3;
    length < text.length;
    length += length % 7 === 0 ? 1 : 97
  ) {
    const cut = text.slice(0, length)
    const alone = await contentOf(cut, null)
    expect((await contentOf(cut, readerOf(cut).reader)).content).toEqual(alone.content)
  }
})

test('what begins elsewhere than this thread comes to is not taken', async () => {
  const text = fileText({ rest: '"x":["],\\"strings\\":[\\"n\\"]"],"strings":["a","b"]' })
  const alone = await contentOf(text, null)
  for (const shift of [-1, 1]) {
    const { reader, ahead } = readerOf(text)
    const moved = async (search: AheadSearch) => {
      const found = await ahead(search)
      const { strings } = found!
      return { ...found!, strings: { ...strings, start: strings.start + shift } }
    }
    const together = await contentOf(text, { ...reader, readAhead: moved })
    expect(together.content).toEqual(alone.content)
    expect(together.jumps).toHaveLength(2)
  }
})

test('strings that would begin where another section does are not taken', async () => {
  const before = '"strings":["a","b"],'
  const text = fileText({ before, rest: '"x":["n"],"samples":[1]' })
  const alone = await contentOf(text, null)
  const { ahead } = readerOf(fileText())
  const { reader } = readerOf(text)
  const wrong = async (search: AheadSearch) => {
    const found = await ahead({ ...search, from: search.from - before.length })
    const start = text.indexOf('["n"]')
    return { strings: { ...found!.strings, start, end: start + 4 }, locations: null }
  }
  const together = await contentOf(text, { ...reader, readAhead: wrong })
  expect(together.content).toEqual(alone.content)
  expect(together.content).toMatchObject({ texts: ['a', 'b'] })
  expect(ahead).toHaveBeenCalledOnce()
  const found = (await ahead.mock.results[0]!.value) as Ahead | null
  expect(found?.strings.columns.length).toHaveLength(4)
})

test('strings that the other thread is still reading are waited for, and not read twice', async () => {
  const text = fileText()
  const { reader, ahead, read } = readerOf(text)
  const order: string[] = []
  const late = async (search: AheadSearch) => {
    await new Promise((resolve) => setTimeout(resolve, 60))
    const found = await ahead(search)
    order.push('ahead')
    return found
  }
  const tail = (request: TailRequest) => {
    order.push('tail')
    return read(request)
  }
  const told = vi.fn<(early: ReadResult) => Promise<void>>(async () => {})
  const together = await contentOf(text, { ...reader, readAhead: late, readTail: tail }, told)
  expect(together.content).toEqual((await contentOf(text, null)).content)
  expect(together.jumps).toHaveLength(4)
  expect(order).toEqual(['ahead', 'tail'])
  expect(told).toHaveBeenCalledOnce()
})

test('strings that are there too late are read by a first thread that reads all edges itself', async () => {
  const text = fileText()
  const { reader, ahead } = readerOf(text)
  let release = () => {}
  const late = async (search: AheadSearch) => {
    await new Promise<void>((resolve) => (release = resolve))
    return ahead(search)
  }
  // Reading goes on without a pause here, so the answer comes when the first thread is past the tail.
  const findTails = async (search: TailSearch) => {
    await new Promise((resolve) => setTimeout(resolve, 0))
    return reader.findTails(search)
  }
  const together = await contentOf(text, { ...reader, findTails, readAhead: late })
  release()
  expect(together.content).toEqual((await contentOf(text, null)).content)
  expect(together.jumps).toHaveLength(1)
})

test('a thread that dies while it reads ahead changes nothing but who reads', async () => {
  const text = fileText()
  const { reader } = readerOf(text)
  const die = () => Promise.reject(new Error('The thread died.'))
  const told = vi.fn<(early: ReadResult) => Promise<void>>(async () => {})
  const together = await contentOf(text, { ...reader, readAhead: die }, told)
  expect(together.content).toEqual((await contentOf(text, null)).content)
  expect(told).not.toHaveBeenCalled()
})

test('what is known early is told once, before the references are read, and waited for', async () => {
  const text = fileText()
  const { reader, read } = readerOf(text)
  const alone = await contentOf(text, null)
  const seen: string[] = []
  const told = vi.fn<(found: ReadResult) => Promise<void>>(async () => {
    seen.push('told')
    await new Promise((waited) => setTimeout(waited, 5))
    seen.push('waited for')
  })
  const { content } = await contentOf(text, reader, told)
  seen.push('read')
  expect(seen).toEqual(['told', 'waited for', 'read'])
  expect(content).toEqual(alone.content)
  expect(told).toHaveBeenCalledOnce()
  const early = told.mock.calls[0]![0]
  expect(early.snapshot).toMatchObject({ nodeCount: 9000, edgeCount: 0 })
  expect(early.snapshot.firstEdge).toEqual(new Uint32Array(9001))
  const { texts, place } = alone.content as ReturnType<typeof plain>
  expect(plain(early)).toMatchObject({ texts, place })
  expect(early.leftOut).toBe(9000 * 12)
  expect(read).toHaveBeenCalledOnce()
})

test('nothing is told early where a name refers to no string', async () => {
  const text = fileText({ rest: '"strings":["a"]' })
  const told = vi.fn<(early: ReadResult) => Promise<void>>(async () => {})
  expect((await contentOf(text, readerOf(text).reader, told)).content).toMatchObject({ code: 'bad-string' })
  expect(told).not.toHaveBeenCalled()
})
