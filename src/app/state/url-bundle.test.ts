import { describe, expect, test } from 'vitest'
import { fragmentOf, placeOf } from '../url/fragment.ts'
import { DEFAULT_PLACE } from './place.ts'
import { placeUnpacked, saysWhere } from './url-bundle.ts'

const SOURCE = 'url:https://a.example/x.heapscope'
const MEMBERS = [`${SOURCE}#0`, `${SOURCE}#1`]

const bundle = (place: string) => ({
  place,
  members: ['before', 'after'].map((label, i) => ({ name: `${i}.gz`, label, bytes: 1, from: i })),
})

describe('a bundle found at an address', () => {
  test('opens as its sender saw it', () => {
    const sent = bundle('#v=1&source=share:1&base=share:0&set=share:0&set=share:1|late&view=leaks&filter=Map')
    const place = placeUnpacked(placeOf(`#url=https://a.example/x.heapscope`), SOURCE, sent, MEMBERS)
    expect(place).toMatchObject({
      source: MEMBERS[1],
      base: MEMBERS[0],
      set: [
        { source: MEMBERS[0], label: null },
        { source: MEMBERS[1], label: 'late' },
      ],
      view: 'leaks',
      filter: 'Map',
    })
    expect(placeOf(fragmentOf(place))).toEqual(place)
  })

  test('opens where the link says, if it says where', () => {
    const sent = bundle('#v=1&source=share:1&view=leaks')
    const link = placeOf('#url=https://a.example/x.heapscope&view=classes&filter=Session')
    expect(placeUnpacked(link, SOURCE, sent, MEMBERS)).toEqual({
      ...DEFAULT_PLACE,
      source: MEMBERS[1],
      view: 'classes',
      filter: 'Session',
    })
  })

  test('stands with its captures where it stood among others', () => {
    const link = placeOf('#url=/first&url=https://a.example/x.heapscope')
    const place = placeUnpacked(link, SOURCE, bundle(''), MEMBERS)
    expect(place.set).toEqual([
      { source: 'url:/first', label: null },
      { source: MEMBERS[0], label: 'before' },
      { source: MEMBERS[1], label: 'after' },
    ])
    expect(place).toMatchObject({ source: MEMBERS[1], base: 'url:/first', view: 'diff' })
  })

  test('as the base of others, gives its first capture', () => {
    const link = placeOf('#url=https://a.example/x.heapscope&url=/last')
    expect(placeUnpacked(link, SOURCE, bundle(''), MEMBERS)).toMatchObject({
      source: 'url:/last',
      base: MEMBERS[0],
    })
  })
})

test('a place says where by anything but its captures', () => {
  expect(saysWhere(placeOf('#url=/a'))).toBe(false)
  expect(saysWhere(placeOf('#source=sample:a&base=sample:b'))).toBe(false)
  expect(saysWhere(placeOf('#url=/a&view=classes'))).toBe(true)
  expect(saysWhere(placeOf('#url=/a&selected=@7'))).toBe(true)
})
