import { expect, test } from 'vitest'
import { parseOptions } from './options.mjs'

const ids = (list: unknown) => (list as readonly { id: string }[]).map(({ id }) => id)

test('without options the two quick files are measured with every tool', () => {
  const options = parseOptions([])
  expect(ids(options.snapshots)).toEqual(['ast-25', 'ast-150'])
  expect(ids(options.tools)).toEqual([
    'heapscope',
    'heapscope-alone',
    'devtools',
    'memlab',
    'vscode',
    'native',
  ])
})

test('files and tools keep their order, --all takes every file', () => {
  expect(ids(parseOptions(['--files', 'hub,ast-25']).snapshots)).toEqual(['ast-25', 'hub'])
  expect(ids(parseOptions(['--all']).snapshots)).toHaveLength(8)
})

test('exploring takes larger files, unless others are named', () => {
  expect(parseOptions([]).explorer).toBe(false)
  const options = parseOptions(['--explorer'])
  expect(options.explorer).toBe(true)
  expect(ids(options.snapshots)).toEqual(['ast-150', 'ast-1000'])
  expect(ids(parseOptions(['--explorer', '--files', 'ast-25']).snapshots)).toEqual(['ast-25'])
})

test('memory is weighed in large files, unless others are named', () => {
  const options = parseOptions(['--memory'])
  expect(options.memory).toBe(true)
  expect(ids(options.snapshots)).toEqual(['ast-150', 'ast-1000', 'ast-4300'])
  expect(ids(parseOptions(['--memory', '--files', 'ast-25']).snapshots)).toEqual(['ast-25'])
})

test('comparing takes pairs', () => {
  expect(ids(parseOptions(['--diff']).snapshots)).toEqual(['pair-150', 'pair-1000'])
  expect(ids(parseOptions(['--diff', '--files', 'pair-150']).snapshots)).toEqual(['pair-150'])
  expect(() => parseOptions(['--diff', '--files', 'ast-25'])).toThrow('--files knows pair-150, pair-1000')
})

test('a server needs no snapshots', () => {
  const options = parseOptions(['--server', '--rounds', '1'])
  expect(options.server).toBe(true)
  expect(options.snapshots).toEqual([])
  expect(() => parseOptions(['--server', '--files', 'ast-25'])).toThrow('--files does not go')
})

test('an unknown file or tool is named together with those there are', () => {
  expect(() => parseOptions(['--files', 'ast-26'])).toThrow(
    '--files knows ast-25, ast-150, ast-1000, strings, list, hub, star, ast-4300, but not ast-26.',
  )
  expect(() => parseOptions(['--tools', 'v8'])).toThrow('but not v8')
  expect(() => parseOptions(['--rounds', '0'])).toThrow('--rounds takes a whole number')
})
