import { describe, expect, test } from 'vitest'
import { type About, frameOf } from '#engine/format/bundle/bundle.ts'
import { fragmentOf } from '../url/fragment.ts'
import { asBundle, placeForBundle, placeIn } from './bundles.ts'
import { DEFAULT_PLACE, type Place } from './place.ts'

const ABOUT: About = { title: '', note: '', place: '', created: '', redacted: true }

const PAIR: Place = {
  ...DEFAULT_PLACE,
  source: 'recent:b',
  set: [
    { source: 'recent:a', label: 'before' },
    { source: 'recent:b', label: null },
  ],
  base: 'recent:a',
  view: 'diff',
  filter: 'status:new',
  selected: 123,
}

async function bundleFile(place: string, names: readonly string[]): Promise<File> {
  const members = names.map((name, i) => ({ name, label: null, bytes: i + 1 }))
  const { head, tail } = frameOf({ ...ABOUT, place }, members)
  const contents = members.map(({ bytes }) => new Uint8Array(bytes).fill(bytes))
  return new File([head, ...contents, tail], 'team.heapscope')
}

describe('a bundle', () => {
  test('is told from other files by its content, and its captures become files', async () => {
    expect(await asBundle(new File(['{"snapshot":{}}'], 'looks-like.heapscope'))).toBeNull()
    const opened = await asBundle(await bundleFile('', ['a.heapsnapshot', 'b.heapsnapshot']))
    expect(opened?.members.map(({ name, size }) => [name, size])).toEqual([
      ['a.heapsnapshot', 1],
      ['b.heapsnapshot', 2],
    ])
    expect([...new Uint8Array(await opened!.members[1]!.arrayBuffer())]).toEqual([2, 2])
  })

  test('that is damaged says so instead of being taken for a capture', async () => {
    const file = await bundleFile('', ['a.heapsnapshot'])
    await expect(asBundle(new File([file.slice(0, file.size - 1)], 'cut.heapscope'))).rejects.toMatchObject({
      code: 'cut-off',
    })
  })

  test('brings whoever opens it to where its sender was, in captures called as they are here', async () => {
    const place = fragmentOf(placeForBundle(PAIR, ['recent:a', 'recent:b']))
    expect(place).not.toContain('recent:')
    const opened = await asBundle(await bundleFile(place, ['a.heapsnapshot', 'b.heapsnapshot']))
    expect(placeIn(opened!.bundle, ['share:0', 'share:1'])).toEqual({
      ...PAIR,
      source: 'share:1',
      set: [
        { source: 'share:0', label: 'before' },
        { source: 'share:1', label: null },
      ],
      base: 'share:0',
    })
  })

  test('without a place, or with one in captures it does not hold, is opened at the start', async () => {
    for (const place of ['', '#v=1&source=share:7&view=classes', '#v=1&source=recent:a']) {
      const opened = await asBundle(await bundleFile(place, ['a.heapsnapshot', 'b.heapsnapshot']))
      expect(placeIn(opened!.bundle, ['share:0', 'share:1'])).toMatchObject({
        source: 'share:1',
        base: 'share:0',
        view: 'diff',
        set: [{ source: 'share:0' }, { source: 'share:1' }],
      })
    }
    const alone = await asBundle(await bundleFile('', ['a.heapsnapshot']))
    expect(placeIn(alone!.bundle, ['share:0'])).toEqual({ ...DEFAULT_PLACE, source: 'share:0' })
  })
})
