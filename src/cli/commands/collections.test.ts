import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runInMemory } from '../testing/memory-io.ts'

const GALLERY = fileURLToPath(new URL('../../../fixtures/python/gallery.heapsnapshot.gz', import.meta.url))

test('lists the containers of a Python program by the names of what holds them', async () => {
  const args = ['collections', GALLERY, '--filter', 'owner:shop.caches']
  const { exitCode, stdout, stderr } = await runInMemory(args)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatch(/^ *retained +unused +entries +count +held by +kinds\n/)
  expect(stdout).toMatch(/ 200 +1 +shop\.caches\.pages +dict\n/)
  expect(stdout).toMatch(/ 50 +1 +shop\.caches\.square +unbounded lru_cache\n/)
})

test('prints JSON', async () => {
  const { stdout } = await runInMemory([
    'collections',
    GALLERY,
    '--json',
    '--filter',
    'owner:=shop.caches.cube',
  ])
  expect(JSON.parse(stdout)).toMatchObject({
    total: 1,
    rows: [{ owner: 'shop.caches.cube', kinds: ['lru_cache'], entries: 50, capacity: 128 }],
  })
})
