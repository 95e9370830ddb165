import { describe, expect, test } from 'vitest'
import { bytesCell, formatBytes, formatCount, formatName } from './text.ts'

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [102_349, '100.0 KiB'],
    [1_048_575, '1.0 MiB'],
    [333_447_168, '318.0 MiB'],
    [5_000_000_000_000_000, '4547.5 TiB'],
  ])('%i are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  test('units in a column are equally wide', () => {
    expect(bytesCell(12)).toBe('12 B  ')
    expect(bytesCell(1536)).toBe('1.5 KiB')
  })
})

describe('names', () => {
  test('control characters of a snapshot do not reach the terminal', () => {
    expect(formatName('a\u001b[31mred\n\u202eb\u0007')).toBe('a\\u{1b}[31mred\\u{a}\\u{202e}b\\u{7}')
  })

  test('a name of blanks, or none, can be seen', () => {
    expect(formatName('  ')).toBe('"  "')
    expect(formatName('\u2800')).toBe('"\u2800"')
    expect(formatName('')).toBe('(no name)')
    expect(formatName(' a ')).toBe(' a ')
  })

  test('long names end with an ellipsis', () => {
    expect(formatName('x'.repeat(101))).toBe(`${'x'.repeat(100)}…`)
    expect(formatName('x'.repeat(100))).toBe('x'.repeat(100))
  })
})

test('counts are grouped as the platform groups them', () => {
  const counts = [
    0,
    7,
    999,
    1000,
    -1,
    -999,
    -1000,
    -123_456,
    1_234_567,
    0.5,
    1234.5,
    Number.MAX_SAFE_INTEGER,
    1e21,
  ]
  for (const count of counts) expect(formatCount(count)).toBe(count.toLocaleString('en-US'))
})
