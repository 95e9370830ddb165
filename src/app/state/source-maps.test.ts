import { beforeEach, describe, expect, test } from 'vitest'
import { addMaps, clearMaps, originalOf } from './source-maps.ts'

/** A map that leads from line 5, column 16 to line 12, column 3 of a source, which it calls `makeRow`. */
function mapOf(source: string, file?: string): string {
  return JSON.stringify({
    version: 3,
    ...(file && { file }),
    sources: [source],
    names: ['makeRow'],
    mappings: ';;;;eAWEA',
  })
}

const file = (path: string, text: string) => ({ path, text: async () => text })
const at = (url: string | null) => ({ url, scriptId: 7, line: 5, column: 16 })

beforeEach(clearMaps)

describe('source maps', () => {
  test('lead to the original place and name, by the name of the script', async () => {
    expect(originalOf(at('https://a.b/js/app.min.js?v=3'))).toBeNull()
    expect(await addMaps([file('app.min.js.map', mapOf('src/make.ts'))])).toBe(1)
    expect(originalOf(at('https://a.b/js/app.min.js?v=3'))).toEqual({
      source: { url: 'src/make.ts', scriptId: 7, line: 12, column: 3 },
      name: 'makeRow',
    })
    expect(originalOf(at('https://a.b/js/other.js'))).toBeNull()
    expect(originalOf(at(null))).toBeNull()
    expect(originalOf({ ...at('app.min.js'), line: 4 })).toBeNull()
    expect(originalOf(null)).toBeNull()
  })

  test('go by the script they name themselves, too', async () => {
    await addMaps([file('4f3a.map', mapOf('x.ts', 'dist/app.js'))])
    expect(originalOf(at('file:///srv/app.js'))?.source.url).toBe('x.ts')
  })

  test('of scripts with one name are told apart by their folders', async () => {
    await addMaps([
      file('maps/a/index.js.map', mapOf('a.ts')),
      file('maps/b/index.js.map', mapOf('b.ts')),
      file('maps/c/index.js.map', mapOf('c.ts')),
    ])
    expect(originalOf(at('https://x/b/index.js'))?.source.url).toBe('b.ts')
    expect(originalOf(at('https://x/a/index.js'))?.source.url).toBe('a.ts')
  })

  test('may be made of sections', async () => {
    const map = JSON.parse(mapOf('in.ts')) as unknown
    const sections = [{ offset: { line: 0, column: 0 }, map }]
    await addMaps([file('app.js.map', JSON.stringify({ version: 3, sections }))])
    expect(originalOf(at('app.js'))?.source).toMatchObject({ url: 'in.ts', line: 12 })
  })

  test('that are none are left out, and the others are used', async () => {
    const added = await addMaps([
      file('a.js.map', 'nonsense'),
      file('b.js.map', mapOf('b.ts')),
      { path: 'c.js.map', text: () => Promise.reject(new Error('gone')) },
    ])
    expect(added).toBe(1)
    expect(originalOf(at('b.js'))).not.toBeNull()
  })

  test('of the same path take the place of those before', async () => {
    await addMaps([file('app.js.map', mapOf('old.ts'))])
    await addMaps([file('app.js.map', mapOf('new.ts'))])
    expect(originalOf(at('app.js'))?.source.url).toBe('new.ts')
  })
})
