import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseSamples } from './samples.ts'

const folder = new URL('../../../public/samples/', import.meta.url)
const list: unknown = JSON.parse(readFileSync(new URL('samples.json', folder), 'utf8'))

test('every sample in the list is understood, is there and has the size the list says', () => {
  const samples = parseSamples(list)
  expect(samples).toHaveLength((list as unknown[]).length)
  expect(samples.length).toBeGreaterThan(0)
  for (const { files, size } of samples) {
    const bytes = files.map((file) => statSync(new URL(file, folder)).size)
    expect(bytes.reduce((sum, each) => sum + each)).toBe(size)
  }
})

test('an entry that makes no sense is left out, not the others', () => {
  const good = { files: ['a.heapsnapshot'], title: 'A', shows: 'a', size: 1 }
  expect(parseSamples([good, { ...good, files: ['../b'] }, null])).toEqual([good])
})

test('a list that is none is empty', () => {
  expect(parseSamples({ error: 'not found' })).toEqual([])
})
