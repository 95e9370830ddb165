import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Quota, ShareStore } from '../store/share-store.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const HOUR = 3_600_000
const ROOMY: Quota = { perUploader: 1e12, total: 1e13 }

/** An id for each number. */
export function idOf(number: number): string {
  return `test-share-${String(number).padStart(11, '0')}`
}

function later(ms: number): Date {
  return new Date(NOW.getTime() + ms)
}

function share(number: number, more: { bytes?: number; uploader?: string; expires?: Date | null } = {}) {
  return {
    id: idOf(number),
    bytes: more.bytes ?? 1000,
    created: later(number),
    expires: more.expires === undefined ? later(24 * HOUR) : more.expires,
    deleteHash: 'ab'.repeat(32),
    uploader: more.uploader ?? 'somebody',
  }
}

/**
 * What every store of records does, whatever database is behind it.
 * @param open makes an empty store, and another one over the same database each time `again` is called
 */
export function describeShareStore(
  open: () => Promise<{ store: ShareStore; again: () => Promise<ShareStore>; close: () => Promise<void> }>,
): void {
  describe('a store of records', () => {
    let store: ShareStore
    let again: () => Promise<ShareStore>
    let close: () => Promise<void>

    beforeEach(async () => ({ store, again, close } = await open()))
    afterEach(() => close())

    test('finds what was begun, and everything about it', async () => {
      expect(await store.begin(share(1, { bytes: 5e9 }), ROOMY)).toBe('begun')
      expect(await store.find(idOf(1))).toEqual({
        ...share(1, { bytes: 5e9 }),
        state: 'uploading',
        touched: later(1),
      })
      expect(await store.find(idOf(2))).toBeNull()
    })

    test('keeps what never expires', async () => {
      await store.begin(share(1, { expires: null }), ROOMY)
      await store.complete(idOf(1))
      expect((await store.find(idOf(1)))?.expires).toBeNull()
      expect(await store.due(later(1e12), later(1e12), later(1e12), 10)).toEqual([])
    })

    test('another instance sees what one was told', async () => {
      await store.begin(share(1), ROOMY)
      const other = await again()
      expect(await other.find(idOf(1))).toMatchObject({ state: 'uploading' })
      expect(await other.complete(idOf(1))).toBe(true)
      expect(await store.find(idOf(1))).toMatchObject({ state: 'complete' })
    })

    test('an upload becomes a share once, and may be told so again', async () => {
      await store.begin(share(1), ROOMY)
      expect(await store.complete(idOf(1))).toBe(true)
      expect(await store.complete(idOf(1))).toBe(true)
      expect(await store.find(idOf(1))).toMatchObject({ state: 'complete' })
    })

    test('what was forgotten or has expired does not become a share', async () => {
      await store.begin(share(1), ROOMY)
      await store.begin(share(2), ROOMY)
      await store.remove(idOf(1))
      await store.expire(idOf(2))
      expect(await store.complete(idOf(1))).toBe(false)
      expect(await store.complete(idOf(2))).toBe(false)
      expect(await store.complete(idOf(3))).toBe(false)
    })

    describe('quotas', () => {
      test('an address may use all of its own and no byte more', async () => {
        const quota = { perUploader: 2000, total: 1e6 }
        expect(await store.begin(share(1), quota)).toBe('begun')
        expect(await store.begin(share(2, { bytes: 1001 }), quota)).toBe('over-quota')
        expect(await store.find(idOf(2))).toBeNull()
        expect(await store.begin(share(3), quota)).toBe('begun')
        expect(await store.begin(share(4, { bytes: 1 }), quota)).toBe('over-quota')
        expect(await store.begin(share(5, { uploader: 'another' }), quota)).toBe('begun')
      })

      test('all together may use all of it and no byte more', async () => {
        const quota = { perUploader: 1e6, total: 2000 }
        expect(await store.begin(share(1), quota)).toBe('begun')
        expect(await store.begin(share(2, { bytes: 1001, uploader: 'b' }), quota)).toBe('over-quota')
        expect(await store.begin(share(3, { uploader: 'b' }), quota)).toBe('begun')
      })

      test('what is gone or has expired gives its room back', async () => {
        const quota = { perUploader: 2000, total: 2000 }
        await store.begin(share(1), quota)
        await store.begin(share(2), quota)
        await store.complete(idOf(1))
        expect(await store.begin(share(3), quota)).toBe('over-quota')
        await store.expire(idOf(1))
        await store.remove(idOf(2))
        expect(await store.begin(share(4), quota)).toBe('begun')
        expect(await store.begin(share(5), quota)).toBe('begun')
      })

      test('uploads at the same time cannot pass together', async () => {
        const quota = { perUploader: 3000, total: 1e6 }
        const other = await again()
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, i) => (i % 2 ? store : other).begin(share(i), quota)),
        )
        expect(answers.filter((answer) => answer === 'begun')).toHaveLength(3)
      })
    })

    test('says what is due, the oldest first, and no more than asked for', async () => {
      await store.begin(share(1, { expires: later(HOUR) }), ROOMY)
      await store.begin(share(2), ROOMY)
      await store.begin(share(3, { expires: later(HOUR) }), ROOMY)
      await store.begin(share(4, { expires: later(HOUR) }), ROOMY)
      await store.complete(idOf(1))
      await store.complete(idOf(3))
      await store.touch(idOf(4), later(3 * HOUR))
      await store.expire(idOf(3))
      const due = async (now: number, stale: number, forgotten: number, limit = 10) =>
        (await store.due(later(now), later(stale), later(forgotten), limit)).map(({ id }) => id)
      expect(await due(0, 0, 0)).toEqual([])
      // Its time is over at the moment it says.
      expect(await due(HOUR, 0, 0)).toEqual([idOf(1)])
      expect(await due(0, 3, 0)).toEqual([idOf(2)])
      expect(await due(0, 4 * HOUR, 0)).toEqual([idOf(2), idOf(4)])
      expect(await due(0, 0, 2 * HOUR)).toEqual([idOf(3)])
      expect(await due(HOUR, 4 * HOUR, 2 * HOUR)).toEqual([idOf(1), idOf(2), idOf(3), idOf(4)])
      expect(await due(HOUR, 4 * HOUR, 2 * HOUR, 2)).toEqual([idOf(1), idOf(2)])
    })

    test('an upload to which bytes came is not abandoned, nor is a share', async () => {
      await store.begin(share(1), ROOMY)
      await store.begin(share(2), ROOMY)
      await store.complete(idOf(2))
      await store.touch(idOf(1), later(HOUR))
      expect(await store.abandon(idOf(1), later(HOUR))).toBe(false)
      expect(await store.abandon(idOf(2), later(HOUR))).toBe(false)
      expect(await store.abandon(idOf(1), later(HOUR + 1))).toBe(true)
      expect(await store.find(idOf(1))).toBeNull()
      expect(await store.find(idOf(2))).not.toBeNull()
    })

    test('a lease has one holder until its time is over', async () => {
      const other = await again()
      expect(await store.lease('sweep', 'a', later(HOUR), NOW)).toBe(true)
      expect(await other.lease('sweep', 'b', later(HOUR), NOW)).toBe(false)
      expect(await store.lease('sweep', 'a', later(2 * HOUR), later(1))).toBe(true)
      expect(await other.lease('sweep', 'b', later(3 * HOUR), later(HOUR))).toBe(false)
      expect(await other.lease('sweep', 'b', later(3 * HOUR), later(2 * HOUR))).toBe(true)
      expect(await store.lease('sweep', 'a', later(3 * HOUR), later(2 * HOUR))).toBe(false)
      expect(await store.lease('other', 'a', later(HOUR), NOW)).toBe(true)
    })

    test('of those who ask at the same time one gets the lease', async () => {
      const other = await again()
      const got = await Promise.all(
        Array.from({ length: 10 }, (_, i) => (i % 2 ? store : other).lease('sweep', `${i}`, later(1), NOW)),
      )
      expect(got.filter(Boolean)).toHaveLength(1)
    })

    test('all instances share one secret', async () => {
      const other = await again()
      const [one, two] = await Promise.all([store.secret(), other.secret()])
      expect(one).toHaveLength(32)
      expect(Buffer.from(one).equals(two)).toBe(true)
      expect(new Set(one).size).toBeGreaterThan(8)
    })

    test('adds up records and bytes by state', async () => {
      expect(await store.totals()).toEqual([])
      await store.begin(share(1, { bytes: 3e9 }), ROOMY)
      await store.begin(share(2, { bytes: 2e9 }), ROOMY)
      await store.begin(share(3), ROOMY)
      await store.complete(idOf(1))
      await store.complete(idOf(2))
      const totals = [...(await store.totals())].sort((a, b) => a.state.localeCompare(b.state))
      expect(totals).toEqual([
        { state: 'complete', count: 2, bytes: 5e9 },
        { state: 'uploading', count: 1, bytes: 1000 },
      ])
    })

    test('says that it is ready', async () => {
      await expect(store.ready()).resolves.toBeUndefined()
    })
  })
}
