import { expect, test } from 'vitest'
import type { Progress } from '#engine/base/task.ts'
import { packProgress } from './pack-capture.ts'

const KEY = new Uint32Array(8)

function told(request: Parameters<typeof packProgress>[0], ...steps: readonly Progress[]): number[] {
  const fractions: number[] = []
  const progress = packProgress(request, (fraction) => fractions.push(Math.round(fraction * 100)))
  steps.forEach(progress)
  return fractions
}

const step = (phase: Progress['phase'], done: number, total = 10): Progress => ({ phase, done, total })

test('how far packing is goes up from step to step, whether there is little to do or much', () => {
  const write = [step('write', 0), step('write', 5), step('write', 10)]
  expect(told({ key: null, findings: ['a/1'] }, ...write)).toEqual([0, 50, 100])
  const redact = [step('redact', 0), step('redact', 10)]
  expect(told({ key: KEY, findings: [] }, ...redact, ...write)).toEqual([0, 50, 50, 75, 100])
  const answer = [step('answer', 0, 1), step('answer', 0.5, 1), step('answer', 1, 1)]
  expect(told({ key: KEY, findings: ['a/1'] }, ...redact, ...answer, ...write)).toEqual([
    0, 40, 40, 50, 60, 60, 80, 100,
  ])
})

test('it never goes back, as where a step counts its parts from the beginning', () => {
  expect(
    told(
      { key: KEY, findings: [] },
      step('redact', 6),
      step('redact', 0),
      step('redact', 12),
      step('write', 0, 0),
    ),
  ).toEqual([30, 30, 50, 50])
})
