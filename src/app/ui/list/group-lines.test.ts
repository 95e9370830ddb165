import { describe, expect, test } from 'vitest'
import { GroupLines } from './group-lines.ts'

function all(lines: GroupLines): string[] {
  return Array.from({ length: lines.total }, (_, line) => {
    const { position, below } = lines.at(line)
    return below === null ? `${position}` : `${position}.${below}`
  })
}

describe('the lines of groups and their members', () => {
  test('are the groups alone while none is open', () => {
    expect(all(new GroupLines(3, []))).toEqual(['0', '1', '2'])
  })

  test('hang below the groups that are open, in whatever order these are given', () => {
    const lines = new GroupLines(4, [
      { position: 3, lines: 1 },
      { position: 1, lines: 2 },
    ])
    expect(all(lines)).toEqual(['0', '1', '1.0', '1.1', '2', '3', '3.0'])
    expect([0, 1, 2, 3].map((position) => lines.lineOf(position))).toEqual([0, 1, 4, 5])
  })

  test('may be none below an open group', () => {
    expect(all(new GroupLines(2, [{ position: 0, lines: 0 }]))).toEqual(['0', '1'])
  })
})
