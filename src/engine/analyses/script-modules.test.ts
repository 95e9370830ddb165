import { expect, test } from 'vitest'
import { moduleOfUrl, sharedFolder } from './script-modules.ts'

test('a script in a package belongs to the innermost package', () => {
  expect(moduleOfUrl('file:///app/node_modules/a/node_modules/@b/c/lib/d.js', '')).toBe('node_modules/@b/c')
  expect(moduleOfUrl('C:\\app\\node_modules\\@b\\c\\d.js', '')).toBe('node_modules/@b/c')
})

test('a script of the program is named from the folder that all of them share', () => {
  const urls = [
    'file:///app/src/a.ts?v=1',
    'file:///app/src/ui/b.ts',
    'file:///app/node_modules/x/y.js',
    'node:fs',
  ]
  const base = sharedFolder(urls)
  expect(base).toBe('file:///app/src/')
  expect(urls.map((url) => moduleOfUrl(url, base))).toEqual(['a.ts', 'ui/b.ts', 'node_modules/x', 'node:fs'])
})

test('a lone script keeps its name', () => {
  const base = sharedFolder(['https://example.org/app.js'])
  expect(moduleOfUrl('https://example.org/app.js', base)).toBe('app.js')
  expect(sharedFolder([])).toBe('')
  expect(moduleOfUrl('evalmachine', sharedFolder(['evalmachine', 'x']))).toBe('evalmachine')
})
