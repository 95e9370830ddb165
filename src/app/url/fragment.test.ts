import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_PLACE, type Place } from '../state/place.ts'
import { fragmentOf, placeOf } from './fragment.ts'
import { upgrade } from './upgrade.ts'
import { sourceAt } from './url-source.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 30 })

const sources = fc.oneof(
  fc.stringMatching(/^(sample|recent):[\w.-]{1,20}$/),
  fc.webUrl({ withQueryParameters: true }).map((address) => sourceAt(address)),
)

const places: fc.Arbitrary<Place> = fc.record({
  source: fc.option(sources),
  set: fc.uniqueArray(fc.record({ source: sources, label: fc.option(text) }), {
    maxLength: 4,
    selector: ({ source }) => source,
  }),
  base: fc.option(sources),
  match: fc.constantFrom(null, 'id', 'path'),
  view: fc.constantFrom('overview', 'classes'),
  sort: fc.option(
    fc.record({
      column: fc.stringMatching(/^[a-z]\w{0,12}$/),
      descending: fc.boolean(),
    }),
  ),
  filter: text,
  open: fc.uniqueArray(text, { maxLength: 4 }),
  selected: fc.option(fc.nat()),
  tab: fc.constantFrom('references', 'retainers', 'dominated'),
  near: text,
  options: fc.dictionary(fc.stringMatching(/^o[a-z]{0,8}$/), text, { maxKeys: 3, noNullPrototype: true }),
  selection: fc.array(fc.record({ op: fc.constantFrom('+', '-'), query: text }), { maxLength: 4 }),
})

describe('a place in the address', () => {
  test('comes back as it was, whatever text is in it', () => {
    fc.assert(
      fc.property(places, (place) => {
        expect(placeOf(fragmentOf(place))).toEqual(place)
      }),
    )
  })

  test('survives what a URL does to a fragment', () => {
    fc.assert(
      fc.property(places, (place) => {
        const url = new URL(fragmentOf(place), 'https://example.org/sub/path/')
        expect(placeOf(url.hash)).toEqual(place)
      }),
    )
  })

  test('leaves defaults out', () => {
    expect(fragmentOf(DEFAULT_PLACE)).toBe('')
    expect(fragmentOf({ ...DEFAULT_PLACE, view: 'classes' })).toBe('#v=1&view=classes')
  })

  test('can be read by people', () => {
    const place: Place = {
      source: 'sample:a.heapsnapshot.gz',
      set: [
        { source: 'recent:1f', label: 'before' },
        { source: 'sample:a.heapsnapshot.gz', label: null },
      ],
      base: 'recent:1f',
      match: 'path',
      view: 'classes',
      sort: { column: 'retainedSize', descending: true },
      filter: '/^Sess/',
      open: ['Session'],
      selected: 123,
      tab: 'retainers',
      near: 'size:>1k',
      options: { by: 'shape' },
      selection: [
        { op: '+', query: 'class:Session' },
        { op: '-', query: 'id:@7' },
      ],
    }
    expect(fragmentOf(place)).toBe(
      '#v=1&source=sample:a.heapsnapshot.gz&set=recent:1f|before&set=sample:a.heapsnapshot.gz&base=recent:1f&match=path&view=classes&by=shape&sort=-retainedSize&filter=/%5ESess/&open=Session&sel=class:Session&unsel=id:@7&selected=@123&tab=retainers&near=size:%3E1k',
    )
  })
})

describe('a bad address', () => {
  test.each([
    ['view=nowhere', { view: 'overview' }],
    ['sort=-a+colour', { sort: null }],
    ['a+b=option', { options: {} }],
    ['selected=abc', { selected: null }],
    ['selected=@99999999999999999999', { selected: null }],
    ['tab=', { tab: 'references' }],
    ['source=https://elsewhere.example/x', { source: null }],
    ['source=sample:../../secret', { source: null }],
  ])('%s falls back alone', (bad, expected) => {
    expect(placeOf(`#v=1&filter=kept&${bad}`)).toEqual({ ...DEFAULT_PLACE, filter: 'kept', ...expected })
  })

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (fragment) => {
        expect(placeOf(`#${fragment}`)).toBeTypeOf('object')
      }),
    )
  })
})

describe('an address of another version', () => {
  const upgraders = {
    1: (params: URLSearchParams) => new URLSearchParams(`${params}&second=yes`),
    2: (params: URLSearchParams) => new URLSearchParams(`${params}&third=${params.get('second')}`),
  }

  test('goes through every version between, in order', () => {
    expect(upgrade(new URLSearchParams('v=1'), upgraders, 3).toString()).toBe('v=1&second=yes&third=yes')
    expect(upgrade(new URLSearchParams('v=2&second=no'), upgraders, 3).get('third')).toBe('no')
  })

  test('without a number is taken for the first', () => {
    expect(upgrade(new URLSearchParams('v=soon'), upgraders, 2).get('second')).toBe('yes')
    expect(upgrade(new URLSearchParams(''), upgraders, 2).get('second')).toBe('yes')
  })

  test('from the future is read as it is', () => {
    expect(placeOf('#v=7&view=classes&colour=red').view).toBe('classes')
  })
})

describe('a link that names addresses', () => {
  test('opens the capture there, wherever in it the link says', () => {
    expect(placeOf('#url=https://ci.example/a.heapsnapshot&view=classes&filter=Session')).toEqual({
      ...DEFAULT_PLACE,
      source: 'url:https://ci.example/a.heapsnapshot',
      view: 'classes',
      filter: 'Session',
    })
  })

  test('compares several in their order, the last with the first, unless it says which view', () => {
    const link = '#url=https://a.example/1&url=https://b.example/2?x%3D1%26y%3D2&url=https://a.example/1'
    const [first, second] = ['url:https://a.example/1', 'url:https://b.example/2?x=1&y=2']
    const captures = {
      source: second,
      base: first,
      set: [
        { source: first, label: null },
        { source: second, label: null },
      ],
    }
    expect(placeOf(link)).toEqual({ ...DEFAULT_PLACE, ...captures, view: 'diff' })
    expect(placeOf(`${link}&view=overview`)).toEqual({ ...DEFAULT_PLACE, ...captures })
  })

  test('comes back as a place of its own, bars in addresses included', () => {
    const place = placeOf('#url=https://a.example/x|y&url=/b')
    expect(place.set.map(({ source }) => source)).toEqual(['url:https://a.example/x%7Cy', 'url:/b'])
    expect(placeOf(fragmentOf(place))).toEqual(place)
  })

  test('counts for nothing beside a source, or when empty', () => {
    expect(placeOf('#source=sample:a&url=https://a.example/1').source).toBe('sample:a')
    expect(placeOf('#url=&url=%20')).toEqual(DEFAULT_PLACE)
  })
})
