import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PathBox } from '#engine/model/retainer-rows.ts'
import { graphDot } from './graph-dot.ts'

function box(id: string, above: string | null, name: string): PathBox {
  const edge = {
    type: 'property',
    name,
    look: 'named',
    cut: { from: '', type: '', name: '', to: '' },
  } as const
  return {
    id,
    above,
    kind: above === null ? 'root' : 'objects',
    edge: above === null ? null : edge,
    classRow: { name, key: name, kind: 'object' },
    node: null,
    sharedName: null,
    objects: 3,
    inRow: 0,
    through: { count: 10, bytes: 2048 },
    selected: { count: 0, bytes: 0 },
    dominator: false,
    query: null,
  }
}

type Token = { readonly text: string; readonly quoted: boolean }

/** The tokens of a DOT file; quoted ones as Graphviz shows them in a label. Throws where the grammar has no such token. */
function tokensOf(dot: string): Token[] {
  const tokens: Token[] = []
  const pattern = /\s+|"((?:[^"\\]|\\[\\"n])*)"|(->|[{}[\];,=]|[A-Za-z_]\w*|\d+)/uy
  while (pattern.lastIndex < dot.length) {
    const at = pattern.lastIndex
    const found = pattern.exec(dot)
    if (!found) throw new Error(`No token at ${at}: ${dot.slice(at, at + 30)}`)
    if (found[1] !== undefined) tokens.push({ text: shown(found[1]), quoted: true })
    else if (found[2] !== undefined) tokens.push({ text: found[2], quoted: false })
  }
  return tokens
}

function shown(inside: string): string {
  const text = inside.replace(/\\(.)/gu, (_, letter: string) => (letter === 'n' ? '\n' : letter))
  const entity = /&(?!amp;)/u.exec(text)
  if (entity) throw new Error(`An entity at ${entity.index}`)
  return text.replaceAll('&amp;', '&')
}

/** Reads statements `n0 [a=b];`, `n0 -> n1 [a=b];` and `a=b;` of one digraph and nothing else. */
function parse(dot: string) {
  const tokens = tokensOf(dot)
  let at = 0
  const take = (...wanted: string[]): string => {
    const token = tokens[at++]
    if (!token || (wanted.length > 0 && (token.quoted || !wanted.includes(token.text))))
      throw new Error(`Wanted ${wanted.join(' or ')}, found ${token?.text}`)
    return token.text
  }
  const next = (text: string) => tokens[at]?.quoted === false && tokens[at]?.text === text
  const attributes = (): Map<string, string> => {
    const found = new Map<string, string>()
    if (!next('[')) return found
    do {
      at++
      const name = take()
      take('=')
      found.set(name, take())
    } while (next(','))
    take(']')
    return found
  }
  const nodes = new Map<string, string>()
  const edges: [string, string, string][] = []
  let title = ''
  take('digraph')
  take('heap')
  take('{')
  while (!next('}')) {
    const name = take()
    if (next('=')) {
      take('=')
      const value = take()
      if (name === 'label') title = value
    } else if (next('->')) {
      take('->')
      const to = take()
      edges.push([name, to, attributes().get('label') ?? ''])
    } else {
      const found = attributes()
      if (name !== 'node') nodes.set(name, found.get('label')!)
    }
    take(';')
  }
  take('}')
  expect(at).toBe(tokens.length)
  return { title, nodes, edges }
}

test('a drawing reads back from DOT with its boxes, references and title', () => {
  const boxes = [box('r', null, 'Roots'), box('a', 'r', 'cache'), box('b', 'a', 'items')]
  const { title, nodes, edges } = parse(graphDot(boxes, 'Paths'))
  expect(title).toBe('Paths')
  expect([...nodes.values()].map((label) => label.split('\n')[0])).toEqual([
    '3 selected objects',
    'cache ×3',
    'items ×3',
  ])
  expect(edges).toEqual([
    ['n0', 'n1', '.cache'],
    ['n1', 'n2', '.items'],
  ])
})

test('no name of a heap gets out of its label', () => {
  const names = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('"]; evil [label="', String.raw`\N\G\l\"`, '\\', '&lt;b&gt;', '<b>x</b>', 'a\nb\u0000c'),
  )
  fc.assert(
    fc.property(names, names, (name, title) => {
      const read = parse(graphDot([box('r', null, 'Roots'), box('a', 'r', name)], title))
      expect([...read.nodes.keys()]).toEqual(['n0', 'n1'])
      expect(read.edges).toHaveLength(1)
      expect(read.title).toBe(title.replace(/[^\P{Cc}\n]|[\ufffe\uffff\ud800-\udfff]/gu, ''))
    }),
  )
})
