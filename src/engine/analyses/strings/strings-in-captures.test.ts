import { describe, expect, test } from 'vitest'
import { readCapture } from '../../format/open.ts'
import { RecentMap } from '../../base/recent-map.ts'
import { CAPTURES, captureSource } from '../../testing/captures.ts'
import { completeHeapOf } from '../../testing/complete-heap.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { holdersOf } from '../holders.ts'
import {
  duplicatedTexts,
  duplicateListing,
  duplicateRow,
  stringListing,
  stringsOfText,
} from './list-strings.ts'
import { displayName } from '../names.ts'
import { orderedPage } from '../ordered-page.ts'
import { stringOverview } from './string-overview.ts'
import { sortByText } from './string-texts.ts'

async function textsOf(name: string) {
  const { snapshot } = await readCapture(captureSource(name), quietTask())
  const heap = await completeHeapOf(snapshot)
  return { heap, texts: await sortByText(snapshot, heap.shallowSize, quietTask()) }
}

describe.each(CAPTURES)('the strings of %s', (name) => {
  test('agree with grouping them by what is shown of them', async () => {
    const { heap, texts } = await textsOf(name)
    const { snapshot, shallowSize } = heap
    const shown = new Map<string, number>()
    const strings = [...snapshot.nodeType.keys()].filter(
      (node) => [2, 10, 11].includes(snapshot.nodeType[node]!) && shallowSize[node] !== 0,
    )
    for (const node of strings) {
      const text = displayName(snapshot, node)
      shown.set(text, (shown.get(text) ?? 0) + 1)
    }
    const { totals, lengths } = stringOverview(texts, (node) => shallowSize[node]!)
    expect(totals.count).toBe(strings.length)
    expect(totals.bytes).toBe(strings.reduce((sum, node) => sum + shallowSize[node]!, 0))
    expect(lengths.reduce((sum, bin) => sum + bin.count, totals.unknown)).toBe(strings.length)
    // What is longer than is shown is told apart further.
    for (const text of duplicatedTexts(texts)) {
      const row = duplicateRow(heap, texts, text)
      if (row.length < 1024) expect(row.copies).toBe(shown.get(row.value))
    }
    const whole = [...shown].filter(
      ([text, count]) => count > 1 && text.length < 1024 && !text.includes('(sliced string)'),
    )
    const short = [...duplicatedTexts(texts)].filter((text) => texts.length[text]! < 1024)
    expect(short.length).toBe(whole.length)
  })
})

/** `leak-a.cjs` keeps 300 strings of three values, alternating. */
describe.each(CAPTURES.filter((name) => /^(node|deno)-/.test(name)))('%s, made by leak-a.cjs', (name) => {
  test('shows which texts 300 strings share, and who holds them', async () => {
    const { heap, texts } = await textsOf(name)
    const listing = duplicateListing(heap, texts, duplicatedTexts(texts), texts.count, 'all')
    const sort = { column: 'copies', descending: true } as const
    const page = orderedPage(listing, { start: 0, end: 40, sort }, new RecentMap(1))
    const hundreds = page.rows.filter((row) => /duplicate value \d$/.test(row.value))
    expect(hundreds.map(({ value, copies }) => [value, copies]).toSorted()).toEqual([
      ['status=active   duplicate value 0', 100],
      ['status=active   duplicate value 1', 100],
      ['status=active   duplicate value 2', 100],
    ])
    for (const { wasted, largest } of hundreds) expect(wasted).toBe(99 * largest)
    const [holder] = await holdersOf(
      heap,
      heap.ready.retainers,
      stringsOfText(texts, hundreds[0]!.text),
      quietTask(),
    )
    expect(holder).toMatchObject({ className: 'Array', edge: '[]', references: 100, holders: 1 })
  })

  test('lists all strings by size, the largest first', async () => {
    const { heap, texts } = await textsOf(name)
    const sort = { column: 'shallowSize', descending: true } as const
    const { rows, total } = orderedPage(
      stringListing(heap, texts, texts.nodes, 'all'),
      { start: 0, end: 5, sort },
      new RecentMap(1),
    )
    expect(total).toBe(texts.nodes.length)
    expect(rows.map((row) => row.node.shallowSize)).toEqual(
      Array.from(texts.nodes, (node) => heap.shallowSize[node]!)
        .sort((a, b) => b - a)
        .slice(0, 5),
    )
  })
})
