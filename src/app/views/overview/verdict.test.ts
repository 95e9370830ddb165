import { describe, expect, test } from 'vitest'
import type { NodeRow, Summary } from '#engine/model/rows.ts'
import { partsByKind } from './composition.ts'
import { biggestHolder, heapSentence, holderSentence, partSentence } from './verdict.ts'

function node(change: Partial<NodeRow>): NodeRow {
  return {
    node: 1,
    id: 7,
    type: 'object',
    kind: 'object',
    name: 'Object',
    className: 'Object',
    classKey: 'Object',
    shallowSize: 16,
    selfSize: 16,
    retainedSize: 1024,
    distance: 2,
    detached: false,
    references: 0,
    ...change,
  }
}

const summary: Summary = {
  file: 'a.heapsnapshot',
  family: 'v8',
  format: 'V8 heap snapshot',
  holds: 'objects',
  redacted: false,
  stage: 'ready',
  bytes: 1,
  nodes: 63_899,
  edges: 2,
  strings: 3,
  shallowSize: 5 * 2 ** 20,
  extraNativeBytes: 0,
  unreachable: 0,
  classes: 4,
  phases: [],
}

test('the heap is told by its file, its nodes and its bytes', () => {
  expect(heapSentence(summary)).toBe('a.heapsnapshot (V8 heap snapshot) holds 63,899 nodes in 5.0\u00a0MiB.')
})

test('the biggest kinds are named, biggest first', () => {
  const kinds = [
    { kind: 'code', count: 1, shallowSize: 30 },
    { kind: 'number', count: 1, shallowSize: 10 },
    { kind: 'string', count: 1, shallowSize: 60 },
  ] as const
  expect(partSentence(partsByKind(kinds), 100)).toBe(
    'The largest parts by kind: strings 60.0%, code 30.0%, numbers 10.0%.',
  )
  expect(partSentence([], 0)).toBe('')
})

describe('the biggest holder', () => {
  test('is the first that the program made and can let go of', () => {
    const cache = node({ id: 9 })
    const holder = biggestHolder([
      node({ name: 'Window', distance: 1 }),
      node({ name: 'Window [JSGlobalObject] / https://example.com' }),
      node({ name: 'blink::StyleSheets', kind: 'native' }),
      node({ kind: 'code', type: 'code' }),
      node({ name: 'system / Context' }),
      node({ distance: 100_000_002 }),
      cache,
    ])
    expect(holder).toBe(cache)
  })

  test('may be an element of a document', () => {
    const list = node({ name: 'Detached <ul>', kind: 'native' })
    expect(biggestHolder([node({ name: 'EventListener', kind: 'native' }), list])).toBe(list)
  })

  test('is the first of all where the program made none', () => {
    const first = node({ distance: 1 })
    expect(biggestHolder([first, node({ distance: null })])).toBe(first)
  })

  test('is unknown while retained sizes are', () => {
    expect(biggestHolder([node({ retainedSize: null })])).toBeNull()
  })

  test('is told with what it keeps and the way to it', () => {
    const cache = node({ retainedSize: 2 ** 20 })
    const path = [
      { node: node({ name: '(GC roots)', kind: 'root' }), edge: null, dominator: true },
      {
        node: node({ name: 'global', className: 'global', distance: 1 }),
        edge: { type: 'internal', name: 'handle' },
        dominator: true,
      },
      { node: cache, edge: { type: 'property', name: 'cache' }, dominator: true },
    ]
    expect(holderSentence(cache, path, 4 * 2 ** 20)).toBe(
      'The object of the program that keeps most alive is Object @7, held through globalThis.cache: ' +
        'without it 1.0\u00a0MiB (25.0%) would be freed.',
    )
  })
})
