import { expect, test } from 'vitest'
import { pageFolder, shareIdIn } from './page-folder.ts'

const ID = 'AbCdEfGhIjKlMnOpQrStUv'

test.each([
  ['/', 'http://localhost/'],
  ['/index.html', 'http://localhost/'],
  ['/tools/heapscope/', 'http://localhost/tools/heapscope/'],
  [`/s/${ID}`, 'http://localhost/'],
  [`/tools/heapscope/s/${ID}`, 'http://localhost/tools/heapscope/'],
  ['/s/', 'http://localhost/s/'],
])('the page at %s stands in %s', (pathname, folder) => {
  expect(pageFolder({ origin: 'http://localhost', pathname })).toBe(folder)
})

test('only a link to a share names one', () => {
  expect(shareIdIn(`/x/s/${ID}`)).toBe(ID)
  expect(shareIdIn('/s/short')).toBeNull()
  expect(shareIdIn('/')).toBeNull()
})
