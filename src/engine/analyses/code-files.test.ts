import { describe, expect, test } from 'vitest'
import { openCapture, QUIET_HOST } from '../testing/captures.ts'

/** How many objects of each class a filter finds, the most numerous classes first. */
async function classesIn(capture: string, query: string): Promise<Record<string, number>> {
  const session = await openCapture(`${capture}.heapsnapshot.gz`)
  const request = { start: 0, end: 5, sort: { column: 'count', descending: true } as const }
  const { rows } = await session.ask('selectedClasses', [[{ op: '+', query }], request], QUIET_HOST)
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

describe('of V8, a file has the functions that are defined in it and the objects of its classes', () => {
  test.each(['node-12.22.12', 'node-26.10.0'])('where scripts are only numbered: %s', async (version) => {
    const found = await classesIn(`${version}-target`, 'file:leak-a')
    // 410 functions that listen, and 7 of the program itself.
    expect(found).toEqual({ Point: 2000, Function: 417, Session: 410, Cache: 1 })
  })

  test('where scripts are told by their address', async () => {
    const found = await classesIn('chrome-156-shop', 'file:"shop.example"')
    expect(found).toEqual({ Advert: 100, Function: 26, Item: 20, Logged: 2 })
  })

  test('where nothing is told of scripts, none', async () => {
    expect(await classesIn('bun-1.4.5', 'file:/./')).toEqual({})
  })
})

test('of CPython, a file has its module, what that defines, and the objects of its classes', async () => {
  const found = await classesIn('../python/gallery', 'file:"/shop/models"')
  expect(found).toMatchObject({ 'shop.models.Parent': 100, 'shop.models.Child': 200 })
  expect(await classesIn('../python/gallery', 'file:"/no/such/"')).toEqual({})
})
