import type { LengthBin, StringOverview, StringTotals } from '../../model/string-rows.ts'
import { textOf } from './list-strings.ts'
import { NO_TEXT } from './rope-texts.ts'
import type { StringTexts } from './string-texts.ts'

/** Sums over all strings, and how long they are. O(texts). */
export function stringOverview(texts: StringTexts, sizeOf: (node: number) => number): StringOverview {
  return { totals: stringTotals(texts, sizeOf), lengths: lengthBins(texts) }
}

/** @param sizeOf shallow sizes in bytes */
export function stringTotals(texts: StringTexts, sizeOf: (node: number) => number): StringTotals {
  const { counted, unknown, count, first, bytes, largest, cut } = texts
  let total = 0
  if (unknown > 0) {
    for (const node of counted) if (textOf(texts, node) === NO_TEXT) total += sizeOf(node)
  }
  const sums = { distinct: 0, duplicated: 0, copies: 0, wasted: 0, wastedInCut: 0 }
  for (let t = 0; t < count; t++) {
    const copies = first[t + 1]! - first[t]!
    total += bytes[t]!
    if (copies > 0) sums.distinct++
    if (copies < 2) continue
    const wasted = bytes[t]! - largest[t]!
    sums.duplicated++
    sums.copies += copies
    sums.wasted += wasted
    if (cut[t] === 1) sums.wastedInCut += wasted
  }
  return { count: counted.length, bytes: total, unknown, ...sums }
}

/** Bin 0 is the empty string, bin b has lengths of b bits. */
function lengthBins({ count, first, length, bytes }: StringTexts): LengthBin[] {
  const counts: number[] = []
  const sizes: number[] = []
  for (let t = 0; t < count; t++) {
    const copies = first[t + 1]! - first[t]!
    if (copies === 0) continue
    const bin = length[t] === 0 ? 0 : Math.floor(Math.log2(length[t]!)) + 1
    counts[bin] = (counts[bin] ?? 0) + copies
    sizes[bin] = (sizes[bin] ?? 0) + bytes[t]!
  }
  const bins = Array.from(counts, (n, bin): LengthBin => {
    const from = bin === 0 ? 0 : 2 ** (bin - 1)
    const to = bin === 0 ? 0 : 2 ** bin - 1
    return { from, to, count: n ?? 0, bytes: sizes[bin] ?? 0, query: lengthQuery(from, to) }
  })
  return bins.slice(
    Math.max(
      0,
      bins.findIndex((bin) => bin.count > 0),
    ),
  )
}

function lengthQuery(from: number, to: number): string {
  return `length:${from === to ? from : `${from}..${to}`}`
}
