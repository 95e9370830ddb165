import { expect, test } from 'vitest'
import { medianSteps, memoryTable } from './report.mjs'

test('the median of the rounds counts', () => {
  const rounds = [5, 9, 7].map((most) => [{ name: 'read', most, stays: most - 1 }])
  expect(medianSteps(rounds)).toEqual([{ name: 'read', most: 7, stays: 6 }])
})

test('each step says what it takes at most, by node and by edge, and what of it stays', () => {
  const read = { name: 'read', most: 90e6, stays: 80e6 }
  const results = [
    { bytes: 146e6, nodes: 1e6, edges: 6e6, steps: [read] },
    {
      bytes: 1e9,
      nodes: 8e6,
      edges: 48e6,
      steps: [
        { ...read, most: 8e8 },
        { ...read, name: 'retainers' },
      ],
    },
  ]
  const [head, , ...rows] = memoryTable(results)
    .split('\n')
    .map((line: string) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  expect(head).toEqual([
    '',
    '146 MB: at most',
    'per node',
    'per edge',
    'stays',
    '1.00 GB: at most',
    'per node',
    'per edge',
    'stays',
  ])
  expect(rows).toEqual([
    ['read', '90 MB', '90.0', '15.0', '80 MB', '800 MB', '100.0', '16.7', '80 MB'],
    ['retainers', '', '', '', '', '90 MB', '11.3', '1.9', '80 MB'],
  ])
})
