import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Snapshot } from '../../model/snapshot.ts'
import { edgeNameColumn } from '../../testing/edge-name-column.ts'
import { type SampleFile, sampleFile, sampleText, sourceOf } from '../../testing/sample-text.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { readCapture } from '../open.ts'

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

async function read(...pieces: Uint8Array[]): Promise<Snapshot> {
  const { snapshot } = await readCapture(sourceOf(pieces), quietTask())
  return snapshot
}

async function readFile(change: (file: SampleFile) => void): Promise<Snapshot> {
  const file = sampleFile()
  change(file)
  return read(encode(JSON.stringify(file)))
}

/** A snapshot as plain values, to compare whole. */
function plain(snapshot: Snapshot) {
  const { strings, edgeNames: _names, ...columns } = snapshot
  const texts = Array.from({ length: strings.count }, (_, i) => strings.text(i))
  return JSON.parse(
    JSON.stringify({ ...columns, edgeName: edgeNameColumn(snapshot), texts }, (_key, v: unknown) =>
      ArrayBuffer.isView(v) ? [...(v as Uint32Array)] : v,
    ),
  ) as unknown
}

test('a file becomes columns with our own numbers for its types', async () => {
  const snapshot = await read(encode(sampleText()))
  expect(plain(snapshot)).toMatchObject({
    nodeCount: 5,
    edgeCount: 6,
    root: 0,
    nodeType: [9, 3, 3, 2, 8],
    nodeName: [0, 1, 2, 3, 4],
    nodeId: [1, 3, 5, 7, 8],
    selfSize: [0, 16, 24, 4294967296, 123456789],
    detachedness: [0, 0, 0, 0, 2],
    firstEdge: [0, 2, 4, 5, 5, 6],
    edgeName: [5, 1, 5, 6, 3, 0],
    edgeLink: [
      [1, 5],
      [2, 1],
      [2, 2],
      [4, 2],
      [3, 1],
      [2, 6],
    ].map(([target, type]) => target! * 16 + type!),
    locations: {
      place: [0, 0, 1, 0, 0],
      places: { scriptId: [0, 7], line: [0, 10], column: [0, 4], scriptNode: null },
    },
    texts: sampleFile().strings,
  })
})

test('a file cut in two at any byte reads the same as whole', async () => {
  const bytes = encode(sampleText())
  const whole = plain(await read(bytes))
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(plain(await read(bytes.subarray(0, cut), bytes.subarray(cut)))).toEqual(whole)
  }
})

test('a file in pieces of any lengths, with line breaks and spaces anywhere between values, reads the same', async () => {
  const whole = plain(await read(encode(sampleText())))
  const variants = [
    JSON.stringify(sampleFile(), null, 1),
    sampleText().replaceAll(/(?<=\d),(?=\d)/g, '\n,'),
    `\uFEFF ${sampleText()} \n`,
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...variants),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
      async (text, lengths) => {
        const bytes = encode(text)
        const pieces: Uint8Array[] = []
        for (let from = 0, i = 0; from < bytes.length; i++) {
          const to = from + lengths[i % lengths.length]!
          pieces.push(bytes.subarray(from, to))
          from = to
        }
        expect(plain(await read(...pieces))).toEqual(whole)
      },
    ),
    { numRuns: 200 },
  )
})

test('gzip data are recognised by their content, however they are cut', async () => {
  const whole = plain(await read(encode(sampleText())))
  const packed = new Blob([encode(sampleText())]).stream().pipeThrough(new CompressionStream('gzip'))
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer())
  expect(plain(await read(bytes))).toEqual(whole)
  expect(plain(await read(bytes.subarray(0, 1), bytes.subarray(1, 30), bytes.subarray(30)))).toEqual(whole)
})

test('counts in the header are hints: none, too few or absurdly many change nothing', async () => {
  const whole = plain(await read(encode(sampleText())))
  for (const count of [0, 1, 2 ** 53, -4, 'many']) {
    const snapshot = await readFile(({ snapshot: header }) => {
      header['node_count'] = count
      header['edge_count'] = count
    })
    expect(plain(snapshot)).toEqual(whole)
  }
})

test('columns are found by their names, wherever they stand in a record', async () => {
  const whole = plain(await read(encode(sampleText())))
  const snapshot = await readFile((file) => {
    const { meta } = file.snapshot as { meta: Record<string, unknown[]> }
    meta['node_fields'] = [
      'id',
      'trace_node_id',
      ...(sampleFile().snapshot['meta'] as { node_fields: string[] }).node_fields,
    ]
    meta['node_fields'].splice(4, 1)
    const types = meta['node_types']!
    meta['node_types'] = ['number', 'number', ...types]
    const records: number[] = []
    for (let i = 0; i < file.nodes.length; i += 6) {
      const [type, name, id, size, edges, detached] = file.nodes.slice(i, i + 6)
      records.push(id!, 77, type!, name!, size!, edges!, detached!)
    }
    file.nodes = records
    file.edges = file.edges.map((value, i) => (i % 3 === 2 ? (value / 6) * 7 : value))
    file.locations[0] = 14
    file.scopes[0] = 21
    file.scopes[5] = 21
  })
  expect(plain(snapshot)).toEqual(Object.assign({}, whole, { nodeTrace: [77, 77, 77, 77, 77] }))
})

test('types that only this file knows keep their names', async () => {
  const snapshot = await readFile((file) => {
    const meta = file.snapshot['meta'] as { node_types: string[][] }
    meta.node_types[0]![2] = 'framework'
  })
  expect(snapshot.nodeTypeNames[snapshot.nodeType[3]!]).toBe('framework')
})

test('the root is the node the header names', async () => {
  const snapshot = await readFile((file) => {
    file.snapshot['root_index'] = 12
  })
  expect(snapshot.root).toBe(2)
})

test('locations are in the order of nodes, and of two for one node the later counts', async () => {
  const snapshot = await readFile((file) => {
    file.locations = [18, 1, 1, 1, 6, 2, 2, 2, 18, 3, 3, 3, 6000, 4, 4, 4]
  })
  const { place, places } = snapshot.locations!
  expect(Array.from(place, (at) => places.scriptId[at])).toEqual([0, 2, 0, 3, 0])
})
