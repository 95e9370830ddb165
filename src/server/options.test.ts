import { CommanderError } from 'commander'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readOptions } from './options.ts'

afterEach(() => vi.restoreAllMocks())

test('nothing asked for means the usual port on this machine only', () => {
  expect(readOptions([], {})).toEqual({ host: '127.0.0.1', open: true, port: 4321, portWasAsked: false })
})

test('the port may come from PORT', () => {
  expect(readOptions(['--no-open'], { PORT: '8080' })).toMatchObject({
    port: 8080,
    portWasAsked: true,
    open: false,
  })
})

describe('wrong usage', () => {
  test.each([
    [['--port', 'x'], {}],
    [['--port', '65536'], {}],
    [['--port', '-1'], {}],
    [[], { PORT: 'http' }],
    [['--prot', '1'], {}],
    [['folder'], {}],
  ])('%j with %j is refused', (args, environment) => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect(() => readOptions(args, environment)).toThrow(CommanderError)
    expect(stderr).toHaveBeenCalled()
  })
})
