import { beforeEach, expect, test, vi } from 'vitest'

/** The module as after a reload. */
async function reloaded() {
  vi.resetModules()
  return import('./permitted-origins.ts')
}

const values = new Map<string, string>()
beforeEach(() => {
  values.clear()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => values.set(key, value),
  })
})

test('what was permitted to an origin is remembered over a reload, for that purpose and origin alone', async () => {
  const before = await reloaded()
  before.permit('load', 'https://a.example')
  before.permit('load', 'https://b.example')
  const after = await reloaded()
  expect(after.isPermitted('load', 'https://a.example')).toBe(true)
  expect(after.isPermitted('load', 'https://b.example')).toBe(true)
  expect(after.isPermitted('load', 'https://a.example:444')).toBe(false)
  expect(after.isPermitted('hand in', 'https://a.example')).toBe(false)
})

test('where storage is refused, it is remembered until the page goes', async () => {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse })
  const before = await reloaded()
  before.permit('load', 'https://a.example')
  expect(before.isPermitted('load', 'https://a.example')).toBe(true)
  const after = await reloaded()
  expect(after.isPermitted('load', 'https://a.example')).toBe(false)
})

test('nonsense in the storage permits nothing', async () => {
  values.set('heapscope.loads-from', '{"a":1}')
  const { isPermitted } = await reloaded()
  expect(isPermitted('load', 'https://a.example')).toBe(false)
})
