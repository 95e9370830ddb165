import { describe, expect, test } from 'vitest'
import { childPath, flattenTree, parentPath } from './tree.ts'
import type { TreeItem, TreeLevel, TreeLine } from './tree.ts'

const ROOT = 100

function level(nodes: readonly number[], total = nodes.length): TreeLevel<TreeItem> {
  const items = nodes.map((node) => ({ key: `e${node}`, node }))
  return { items, total, pending: false, error: null }
}

function show(line: TreeLine<TreeItem>): string {
  const indent = '  '.repeat(line.level - 1)
  if (line.kind === 'item') {
    const mark = line.looped ? '↻' : line.open ? '-' : '+'
    return `${indent}${mark}${line.item.node} (${line.position + 1} of ${line.total})`
  }
  return line.kind === 'more' ? `${indent}more: ${line.shown} of ${line.total}` : `${indent}${line.kind}`
}

function lines(levels: Record<string, TreeLevel<TreeItem>>, open: readonly string[] = []): string[] {
  return flattenTree({ levels: new Map(Object.entries(levels)), open: new Set(open) }, ROOT).map(show)
}

describe('a tree as lines', () => {
  test('is pending until its first answer', () => {
    expect(lines({})).toEqual(['pending'])
  })

  test('that has nothing in it says so', () => {
    expect(lines({ '': level([]) })).toEqual(['empty'])
  })

  test('shows what is open below its parent, and how much is still missing', () => {
    const levels = { '': level([1, 2]), '/e1': level([3], 40) }
    expect(lines(levels, ['/e1', '/e2'])).toEqual([
      '-1 (1 of 2)',
      '  +3 (1 of 40)',
      '  more: 1 of 40',
      '-2 (2 of 2)',
      '  pending',
    ])
  })

  test('does not go in circles', () => {
    const levels = { '': level([1]), '/e1': level([1, ROOT, 2]) }
    expect(lines(levels, ['/e1', '/e1/e1', `/e1/e${ROOT}`])).toEqual([
      '-1 (1 of 1)',
      '  ↻1 (1 of 3)',
      '  ↻100 (2 of 3)',
      '  +2 (3 of 3)',
    ])
  })

  test('keeps what was there when the next stretch fails', () => {
    const failed = { ...level([1], 5), error: 'The worker stopped.' }
    expect(lines({ '': failed })).toEqual(['+1 (1 of 5)', 'error'])
  })

  test('shows a failure of the first answer', () => {
    expect(lines({ '': { items: [], total: null, pending: false, error: 'No.' } })).toEqual(['error'])
  })
})

test('a path leads back to its parent', () => {
  expect(parentPath(childPath(childPath('', 'a'), 'b'))).toBe('/a')
  expect(parentPath('/a')).toBe('')
  expect(parentPath('')).toBe('')
})
