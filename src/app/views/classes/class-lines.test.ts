import { describe, expect, test } from 'vitest'
import { ClassLines } from './class-lines.ts'

function all(lines: ClassLines): string[] {
  return Array.from({ length: lines.total }, (_, line) => {
    const { position, below } = lines.at(line)
    return below === null ? `${position}` : `${position}.${below}`
  })
}

describe('the lines of classes and their instances', () => {
  test('are the classes alone while none is open', () => {
    expect(all(new ClassLines(3, []))).toEqual(['0', '1', '2'])
  })

  test('hang below the classes that are open, in whatever order these are given', () => {
    const lines = new ClassLines(4, [
      { position: 3, lines: 1 },
      { position: 1, lines: 2 },
    ])
    expect(all(lines)).toEqual(['0', '1', '1.0', '1.1', '2', '3', '3.0'])
    expect([0, 1, 2, 3].map((position) => lines.lineOf(position))).toEqual([0, 1, 4, 5])
  })

  test('may be none below an open class', () => {
    expect(all(new ClassLines(2, [{ position: 0, lines: 0 }]))).toEqual(['0', '1'])
  })
})
