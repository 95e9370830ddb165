import { expect, test } from 'vitest'
import { QUIET_HOST } from '../../testing/captures.ts'
import type { Session } from '../../session.ts'
import { openPythonCapture } from '../../testing/python-captures.ts'
import { redactedSession } from '../../testing/redacting.ts'

/** Whose the findings of a program are that has a package `shop`, by their owners. */
async function whoseFindings(session: Session, ...libraries: readonly string[]) {
  const of = (rule: string) => session.ask('findingsOf', [rule, libraries], QUIET_HOST)
  const rows = [...(await of('large-collection')), ...(await of('number-lists'))]
  return Object.fromEntries(rows.map(({ owner, whose, own }) => [owner, `${whose} ${own?.name}`]))
}

test('a library pattern is a part of the name of a module, or of its file, however it is written there', async () => {
  const session = await openPythonCapture('gallery')
  const all = {
    '__main__.families': 'own __main__',
    'shop.caches.rows': 'own shop.caches',
    'shop.models.Session.data': 'own shop.models.Session',
  }
  expect(await whoseFindings(session)).toEqual(all)
  expect(await whoseFindings(session, 'nothing')).toEqual(all)
  // Above it, a function of the program's own holds the sessions.
  const own = 'main (/srv/gallery/gallery.py:48)'
  const withoutModels = { ...all, 'shop.models.Session.data': `library ${own}` }
  for (const pattern of ['shop.models', 'shop/models', 'models'])
    expect(await whoseFindings(session, pattern), pattern).toEqual(withoutModels)
  for (const pattern of ['/srv/gallery/shop/', '/shop/'])
    expect(await whoseFindings(session, pattern), pattern).toEqual({
      ...withoutModels,
      'shop.caches.rows': 'library undefined',
    })
})

test('without its values a capture does not say where modules are from, but patterns of their names hold', async () => {
  const session = await redactedSession(await openPythonCapture('gallery'))
  expect(await whoseFindings(session)).toEqual({
    '__main__.families': 'own __main__',
    'shop.caches.rows': 'null undefined',
  })
  expect(await whoseFindings(session, 'shop.caches')).toMatchObject({
    'shop.caches.rows': 'library undefined',
  })
})

test('the cache of a function is whose the function is, though its class is of the standard library', async () => {
  const session = await openPythonCapture('shop-after')
  const [found] = await session.ask('findingsOf', ['unbounded-cache', []], QUIET_HOST)
  expect(found).toMatchObject({ owner: '__main__.price', whose: 'own', own: { name: '__main__' } })
})

test('a variable of a running function is whose the file is that it runs in', async () => {
  const session = await openPythonCapture('shop-after')
  const rows = await session.ask('findingsOf', ['large-collection', []], QUIET_HOST)
  const found = rows.find(({ owner }) => owner === 'import_orders.rows')
  expect(found).toMatchObject({ whose: 'own', own: { name: 'import_orders (/srv/shop/shop.py:96)' } })
  expect(found!.path.map(({ text }) => text)).toEqual([
    '(threads)',
    'thread importer (140114937595584)',
    'import_orders (/srv/shop/shop.py:96)',
    'rows',
  ])
})
