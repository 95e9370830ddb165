import { expect, test } from 'vitest'
import type { NodeRow, PathStep } from '#engine/model/rows.ts'
import { pathMarkdown, pathText } from './path-text.ts'

function step(name: string, edge: PathStep['edge']): PathStep {
  const node: NodeRow = {
    node: 1,
    id: 1,
    type: 'object',
    kind: 'object',
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

test('a path reads as a program would write it', () => {
  const path = [
    step('Window', null),
    step('Object', { type: 'property', name: 'cache' }),
    step('Array', { type: 'property', name: 'two words' }),
    step('Row', { type: 'element', name: 3 }),
  ]
  expect(pathText(path)).toBe('Window.cache["two words"][3]')
})

test('what only the engine knows stands apart', () => {
  const path = [
    step('Window', null),
    step('Map', { type: 'property', name: 'rows' }),
    step('', { type: 'internal', name: 'table' }),
    step('Row', { type: 'element', name: 3 }),
    step('system / Context', { type: 'internal', name: 'context' }),
    step('Row', { type: 'context', name: 'kept' }),
  ]
  expect(pathText(path)).toBe('Window.rows {table} [3] {context} → kept')
})

test('no path is no text', () => {
  expect(pathText([])).toBe('')
})

test('a path is a list in Markdown, its dominators marked', () => {
  const path = [step('Window', null), step('Map', { type: 'property', name: 'rows' })]
  expect(pathMarkdown(path)).toBe('1. `Window` @1 ◆\n2. `.rows` `Map` @1')
})
