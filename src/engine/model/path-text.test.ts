import { expect, test } from 'vitest'
import { pathText } from './path-text.ts'
import type { NodeRow, PathStep } from './rows.ts'

type Kind = NodeRow['kind']

function step(name: string, edge: PathStep['edge'] = null, kind: Kind = 'object'): PathStep {
  const node: NodeRow = {
    node: 1,
    id: 1,
    type: kind,
    kind,
    name,
    className: name,
    classKey: name,
    shallowSize: 0,
    selfSize: 0,
    retainedSize: null,
    distance: null,
    detached: false,
    references: 0,
  }
  return { node, edge, dominator: true }
}

const property = (name: string) => ({ type: 'property', name })
const internal = (name: string) => ({ type: 'internal', name })

test('a path begins at the last global object and leaves out what only the engine knows', () => {
  const path = [
    step('(GC roots)', null, 'root'),
    step('Window / https://a.example', internal('1')),
    step('Map', property('rows')),
    step('', internal('table'), 'array'),
    step('f', { ...internal('7'), written: '.get("on")' }, 'closure'),
    step('system / Context', internal('context')),
    step('Array', { type: 'context', name: 'kept' }),
    step('Row', { type: 'element', name: 3 }),
    step('Row', property('two words')),
  ]
  expect(pathText(path)).toBe('globalThis.rows.get("on") → kept[3]["two words"]')
})

test('where no global object leads to it, it begins at the root and names what that leads to', () => {
  const path = [
    step('(GC roots)', null, 'root'),
    step('(Handle scopes)', internal('9'), 'root'),
    step('Socket', { type: 'element', name: 2 }),
    step('Parser', property('parser')),
    step('onMessage', internal('call'), 'closure'),
    step('Session', { type: 'context', name: 'session' }),
  ]
  expect(pathText(path)).toBe('(Handle scopes) → Socket.parser → onMessage() → session')
  expect(pathText(path.slice(0, 2))).toBe('(Handle scopes)')
  expect(pathText([step('Document'), step('Element', property('body'))])).toBe('Document.body')
  expect(pathText([])).toBeNull()
})
