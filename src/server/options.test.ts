import { CommanderError } from 'commander'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readOptions } from './options.ts'

afterEach(() => vi.restoreAllMocks())

const UNSET = { port: null, host: null, baseUrl: null }

test('nothing asked for means the usual port on this machine only', () => {
  expect(readOptions([], UNSET)).toEqual({
    host: '127.0.0.1',
    open: true,
    port: 4321,
    portWasAsked: false,
    files: [],
    allowCapture: false,
  })
})

test('port and address may come from the settings', () => {
  expect(readOptions(['--no-open'], { port: 8080, host: '0.0.0.0', baseUrl: null })).toEqual({
    port: 8080,
    portWasAsked: true,
    host: '0.0.0.0',
    open: false,
    files: [],
    allowCapture: false,
  })
})

test('the command line wins over the settings', () => {
  const options = readOptions(['--port', '0', '--host', '::1'], {
    port: 8080,
    host: '0.0.0.0',
    baseUrl: null,
  })
  expect(options).toMatchObject({ port: 0, portWasAsked: true, host: '::1' })
})

test('files to open are for this machine only', () => {
  const args = ['--file', 'a.heapsnapshot', '--file', 'b.heapsnapshot']
  expect(readOptions(args, UNSET).files).toEqual(['a.heapsnapshot', 'b.heapsnapshot'])
  expect(readOptions([...args, '--host', '::1'], UNSET).files).toHaveLength(2)
})

test('processes are captured on this machine only, and never where others find the server', () => {
  expect(readOptions(['--allow-capture'], UNSET).allowCapture).toBe(true)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const shared = { ...UNSET, baseUrl: new URL('https://heaps.example/') }
  expect(() => readOptions(['--allow-capture'], shared)).toThrow(CommanderError)
  expect(() => readOptions(['--allow-capture'], { ...UNSET, host: '0.0.0.0' })).toThrow(CommanderError)
})

describe('wrong usage', () => {
  test.each([
    [['--port', 'x']],
    [['--port', '65536']],
    [['--port', '-1']],
    [['--prot', '1']],
    [['folder']],
    [['--file', 'a.heapsnapshot', '--host', '0.0.0.0']],
    [['--file', 'a.heapsnapshot', '--host', '127.0.0.1.example']],
    [['--allow-capture', '--host', '0.0.0.0']],
  ])('%j is refused', (args) => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect(() => readOptions(args, UNSET)).toThrow(CommanderError)
    expect(stderr).toHaveBeenCalled()
  })
})
