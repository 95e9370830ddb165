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

test('a path reads as a program would write it, on one line', () => {
  const path = [
    step('Window', null),
    step('Object', { type: 'property', name: 'cache' }),
    step('Map', { type: 'property', name: 'two\u2028words' }),
    step('Row', { type: 'internal', name: '3', written: '.get("user-1")' }),
  ]
  expect(pathText(path)).toBe(String.raw`globalThis.cache["two\u2028words"].get("user-1")`)
})

test('no path is no text', () => {
  expect(pathText([])).toBe('')
})

test('a path is a list in Markdown, its dominators marked', () => {
  const path = [step('Window', null), step('Map', { type: 'property', name: 'rows' })]
  expect(pathMarkdown(path)).toBe('1. `Window` @1 ◆\n2. `.rows` `Map` @1')
})
