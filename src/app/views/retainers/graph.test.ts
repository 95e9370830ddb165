import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PathBox } from '#engine/model/retainer-rows.ts'
import { boxSentence } from './box-words.ts'
import { boxAfterKey } from './graph-keys.ts'
import { fit, layoutGraph, type Measure } from './graph-layout.ts'
import { graphSvg, type Paint } from './graph-svg.ts'

const measure: Measure = (text, size) => Array.from(text).length * (size === 'name' ? 7 : 6)

function box(id: string, above: string | null, more: Partial<PathBox> = {}): PathBox {
  return {
    id,
    above,
    kind: above === null ? 'root' : 'objects',
    edge: {
      type: 'property',
      name: `to${id}`,
      look: 'named',
      cut: { from: 'A', type: 'property', name: `to${id}`, to: 'B' },
    },
    classRow: { name: `Class${id}`, key: `Class${id}`, kind: 'object' },
    node: null,
    sharedName: null,
    objects: 3,
    inRow: 0,
    through: { count: 10, bytes: 2048 },
    selected: { count: 0, bytes: 0 },
    dominator: false,
    query: null,
    ...more,
  }
}

const TREE = [
  box('r', null),
  box('a', 'r'),
  box('b', 'r'),
  box('c', 'a'),
  box('d', 'b', { kind: 'more', edge: null, classRow: null }),
]

describe('the drawn graph', () => {
  const graph = layoutGraph(TREE, measure)

  test('keeps every text inside its box, and labels of edges above them', () => {
    const names = fc.array(fc.string({ maxLength: 60 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(names, (texts) => {
        const rows = texts.map((name, i) =>
          box(`${i}`, i === 0 ? null : `${Math.floor((i - 1) / 3)}`, {
            classRow: { name, key: name, kind: 'object' },
            edge: { ...box('x', 'y').edge!, name },
            through: { count: i * 1e6, bytes: i * 1e9 },
          }),
        )
        for (const drawn of layoutGraph(rows, measure).boxes) {
          expect(drawn.numberX + measure(drawn.number, 'small')).toBeLessThanOrEqual(drawn.width)
          expect(10 + measure(drawn.figures, 'small')).toBeLessThanOrEqual(drawn.width)
          expect(drawn.edge?.width ?? 0).toBeLessThanOrEqual(drawn.width)
        }
      }),
    )
  })

  test('draws an edge from each box to the one above it, thicker where more paths go', () => {
    expect(graph.edges.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
    const thin = layoutGraph([TREE[0]!, box('a', 'r', { through: { count: 1, bytes: 1 } })], measure)
    expect(thin.edges[0]!.thickness).toBeLessThan(graph.edges[0]!.thickness)
  })

  test('is walked with the arrow keys', () => {
    const walk = (...keys: string[]) => keys.reduce((id, key) => boxAfterKey(graph, id, key), 'r')
    expect(walk('ArrowDown')).toBe('a')
    expect(walk('ArrowDown', 'ArrowRight')).toBe('b')
    expect(walk('ArrowDown', 'ArrowRight', 'ArrowDown')).toBe('d')
    expect(walk('ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp')).toBe('a')
    expect(walk('ArrowUp')).toBe('r')
    expect(walk('End', 'Home')).toBe('r')
    expect(boxAfterKey(graph, 'gone', 'ArrowUp')).toBe('r')
  })

  test('is saved as a file whose texts cannot become markup', () => {
    const paint: Paint = {
      page: '#fff',
      surface: '#fff',
      soft: '#eef',
      line: '#ccc',
      text: '#000',
      quiet: '#666',
      accent: '#33f',
      sans: 'Arial, "Helvetica Neue"',
      mono: 'monospace',
      resolve: () => '#123456',
    }
    const evil = box('e', 'r', { classRow: { name: '</text><script>"&\u0000', key: 'k', kind: 'array' } })
    const text = graphSvg(layoutGraph([TREE[0]!, evil], measure), 'A <title>', paint)
    expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(text).not.toContain('<script')
    expect(text).not.toContain('\u0000')
    expect(text.match(/<text/g)).toHaveLength(text.match(/<\/text>/g)!.length)
  })
})

test('a box says in a sentence what it stands for', () => {
  const row = box('a', 'r', { dominator: true, inRow: 2, selected: { count: 4, bytes: 8 } })
  expect(boxSentence(row, 'kept')).toBe(
    'Classa ×3, by .toa; 10 selected objects, 2.0\u00a0KiB; 4 of them here; 2 held by others of the same box; every path comes through here',
  )
  expect(boxSentence(TREE[4]!, 'kept')).toBe(
    '3 more ways; 10 selected objects, 2.0\u00a0KiB; folded, Enter opens',
  )
})

test('a text that does not fit ends in an ellipsis', () => {
  const width = (text: string): number => Array.from(text).length
  expect(fit('abcdef', 6, width)).toBe('abcdef')
  expect(fit('abcdef', 4, width)).toBe('abc…')
  expect(fit('👩👩👩', 2, width)).toBe('👩…')
  expect(fit('abc', 0, width)).toBe('…')
})
