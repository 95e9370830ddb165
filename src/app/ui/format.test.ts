import { describe, expect, test } from 'vitest'
import {
  byteParts,
  describeDistance,
  formatBytes,
  formatCount,
  formatCountOf,
  formatExactBytes,
  formatPercent,
  formatShowing,
} from './format.ts'

describe('bytes', () => {
  test('below 1 KiB are whole', () => {
    expect(byteParts(0)).toEqual({ figure: '0', unit: 'B' })
    expect(byteParts(1023)).toEqual({ figure: '1,023', unit: 'B' })
  })

  test('above have exactly one decimal, so that columns line up', () => {
    expect(byteParts(1024)).toEqual({ figure: '1.0', unit: 'KiB' })
    expect(byteParts(5_452_595)).toEqual({ figure: '5.2', unit: 'MiB' })
    expect(byteParts(3 * 2 ** 30)).toEqual({ figure: '3.0', unit: 'GiB' })
  })

  test('that would round to 1,024 of a unit are 1.0 of the next', () => {
    expect(byteParts(2 ** 20 - 1)).toEqual({ figure: '1.0', unit: 'MiB' })
    expect(byteParts(2 ** 20 - 60)).toEqual({ figure: '1,023.9', unit: 'KiB' })
  })

  test('keep their sign', () => {
    expect(byteParts(-2048)).toEqual({ figure: '-2.0', unit: 'KiB' })
  })

  test('do not break between figure and unit', () => {
    expect(formatBytes(2048)).toBe('2.0\u00a0KiB')
  })

  test('are exact on request, past 2^32 too', () => {
    expect(formatExactBytes(1)).toBe('1 byte')
    expect(formatExactBytes(5_000_000_001)).toBe('5,000,000,001 bytes')
  })
})

describe('counts', () => {
  test('have their thousands separated', () => {
    expect(formatCount(41_223)).toBe('41,223')
  })

  test('agree with their noun', () => {
    expect(formatCountOf(1, 'object')).toBe('1 object')
    expect(formatCountOf(0, 'object')).toBe('0 objects')
    expect(formatCountOf(2, 'class', 'classes')).toBe('2 classes')
  })

  test('of a list say when there is more', () => {
    expect(formatShowing(50, 2310)).toBe('showing 50 of 2,310')
    expect(formatShowing(12, 12)).toBe('all 12')
  })
})

describe('percent', () => {
  test('has one decimal', () => {
    expect(formatPercent(1, 8)).toBe('12.5%')
    expect(formatPercent(8, 8)).toBe('100.0%')
  })

  test('never shows something as nothing nor a part as the whole', () => {
    expect(formatPercent(1, 100_000)).toBe('<0.1%')
    expect(formatPercent(99_999, 100_000)).toBe('>99.9%')
  })

  test('of nothing is nothing', () => {
    expect(formatPercent(0, 0)).toBe('0%')
  })
})

describe('distance', () => {
  test('counts the steps from the globals', () => {
    expect(describeDistance(1)).toEqual({
      text: '1',
      meaning: '1 step from the program’s globals, or from the root where the capture marks none',
    })
  })

  test('from 100,000,000 up is counted from the engine’s own roots', () => {
    expect(describeDistance(100_000_003).text).toBe('system +3')
  })

  test('that is missing is a dash', () => {
    expect(describeDistance(null).text).toBe('–')
  })
})
