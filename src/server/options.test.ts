import { CommanderError } from 'commander'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readOptions } from './options.ts'

afterEach(() => vi.restoreAllMocks())

const UNSET = { port: null, host: null }

test('nothing asked for means the usual port on this machine only', () => {
  expect(readOptions([], UNSET)).toEqual({
    host: '127.0.0.1',
    open: true,
    port: 4321,
    portWasAsked: false,
    files: [],
  })
})

test('port and address may come from the settings', () => {
  expect(readOptions(['--no-open'], { port: 8080, host: '0.0.0.0' })).toEqual({
    port: 8080,
    portWasAsked: true,
    host: '0.0.0.0',
    open: false,
    files: [],
  })
})

test('the command line wins over the settings', () => {
  const options = readOptions(['--port', '0', '--host', '::1'], { port: 8080, host: '0.0.0.0' })
  expect(options).toMatchObject({ port: 0, portWasAsked: true, host: '::1' })
})

test('files to open are for this machine only', () => {
  const args = ['--file', 'a.heapsnapshot', '--file', 'b.heapsnapshot']
  expect(readOptions(args, UNSET).files).toEqual(['a.heapsnapshot', 'b.heapsnapshot'])
  expect(readOptions([...args, '--host', '::1'], UNSET).files).toHaveLength(2)
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
  ])('%j is refused', (args) => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect(() => readOptions(args, UNSET)).toThrow(CommanderError)
    expect(stderr).toHaveBeenCalled()
  })
})
