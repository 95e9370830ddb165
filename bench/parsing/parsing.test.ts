import { expect, test } from 'vitest'
import { sumUp } from './compare.mjs'
import { findSections } from './sections.mjs'

test('sections are found where their arrays begin, and a string that looks like one is not taken for it', () => {
  const text = '{"snapshot":{},\n"nodes":[1,2],\n"edges":[],\n"strings":["\\"nodes\\":[","\\"edges\\":["]}'
  const sections = findSections(Buffer.from(text))
  expect(sections.map(({ name }: { name: string }) => name)).toEqual(['header', 'nodes', 'edges', 'strings'])
  expect(
    sections.map(({ start, end }: { start: number; end: number }) => text.slice(start, end)).join(''),
  ).toBe(text)
  expect(text.slice(sections[3].start)).toMatch(/^"strings":/)
})

test('all number sections count together', () => {
  const section = (name: string, ms: number) => ({ name, bytes: ms * 10, ms })
  expect(
    sumUp([section('nodes', 1), section('edges', 2), section('locations', 4), section('strings', 8)]),
  ).toEqual({ numbers: { bytes: 70, ms: 7 }, strings: { bytes: 80, ms: 8 } })
})
