import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ERRORS } from '@tus/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { apiProblem } from '#protocol/share-api.ts'
import { LateStores } from '../late-stores.ts'
import { openStores } from '../open-stores.ts'
import { readSettings } from '../settings.ts'
import { StoreUnavailable } from '../store/share-store.ts'
import { sweep } from '../sweeper.ts'
import { openTestServer, type TestServer } from '../testing/app-parts.ts'
import { Faults, type FaultyMethod, systemError } from '../testing/faults.ts'
import { type Ask, begin, begun, head, patch, remove, share } from '../testing/tus-requests.ts'

const DAY = 86_400_000
const bytes = randomBytes(100_000)

let server: TestServer
let ask: Ask
let faults: Faults

beforeEach(async () => {
  faults = new Faults()
  server = await openTestServer({}, { wrap: faults.wrap })
  ask = (path, init) => server.app.request(path, init)
})
afterEach(() => server.close())

async function expectUnavailable(response: Response): Promise<void> {
  expect(response.status).toBe(503)
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(apiProblem.parse(await response.json()).code).toBe('unavailable')
}

async function expectWhole(id: string): Promise<void> {
  const content = await ask(`/api/shares/${id}/content`)
  expect(Buffer.from(await content.arrayBuffer()).equals(bytes)).toBe(true)
}

/** No blob without a record and no record without a blob, once everything is a day old. */
async function expectNoOrphans(known: readonly string[]): Promise<void> {
  faults.heal()
  await sweep(server.stores, new Date(server.now().getTime() + 2 * DAY))
  const blobs = readdirSync(join(server.data, 'blobs')).filter((name) => !name.endsWith('.json'))
  expect(blobs.sort()).toEqual([...known].sort())
}

/** Goes on as clients do: asks how far it is, then sends the rest. */
async function goOn(id: string): Promise<void> {
  const offset = Number((await head(ask, id)).headers.get('upload-offset'))
  if (offset === bytes.length) return
  expect((await patch(ask, id, offset, bytes.subarray(offset))).status).toBe(204)
}

describe('beginning', () => {
  const broken: readonly [FaultyMethod, (() => Error) | undefined][] = [
    ['store.secret', undefined],
    ['store.begin', undefined],
    ['uploads.create', () => systemError('ENOSPC')],
    ['uploads.create', () => new StoreUnavailable('injected')],
  ]
  test.each(broken)('when %s fails it can be tried again, and leaves nothing', async (method, make) => {
    faults.fail(method, make)
    await expectUnavailable(await begin(ask, bytes.length))
    faults.heal()
    expect(await server.stores.store.totals()).toEqual([])
    const id = await share(ask, bytes)
    await expectWhole(id)
    await expectNoOrphans([id])
  })

  test('when even clearing up fails, the sweep does it', async () => {
    faults.fail('uploads.create', () => systemError('ENOSPC'))
    faults.fail('blobs.remove')
    await expectUnavailable(await begin(ask, bytes.length))
    await expectNoOrphans([])
    expect(await server.stores.store.totals()).toEqual([])
  })
})

describe('sending', () => {
  const broken: readonly [FaultyMethod, (() => Error) | undefined][] = [
    ['store.find', undefined],
    ['store.touch', undefined],
    ['uploads.getUpload', () => systemError('EMFILE')],
    ['uploads.write', () => Object.assign(new Error('injected'), ERRORS.FILE_WRITE_ERROR)],
    ['uploads.write', () => systemError('ENOSPC')],
    ['blobs.sync', () => systemError('EIO')],
    ['blobs.size', undefined],
    ['store.complete', undefined],
  ]
  test.each(broken)('when %s fails nothing is said to be shared, and it goes on', async (method, make) => {
    const id = await begun(ask, bytes.length)
    faults.fail(method, make)
    await expectUnavailable(await patch(ask, id, 0, bytes))
    faults.heal()
    expect((await ask(`/api/shares/${id}`)).status).toBe(409)
    await goOn(id)
    await expectWhole(id)
    await expectNoOrphans([id])
  })

  test('what never goes on is swept', async () => {
    const id = await begun(ask, bytes.length)
    faults.fail('blobs.sync')
    await expectUnavailable(await patch(ask, id, 0, bytes))
    await expectNoOrphans([])
    expect(await server.stores.store.find(id)).toBeNull()
  })

  test.runIf(existsSync('/dev/full'))('a disk that is full', async () => {
    const id = await begun(ask, bytes.length)
    expect((await patch(ask, id, 0, bytes.subarray(0, 0))).status).toBe(204)
    // The system itself refuses every byte that is written here, as on a full disk.
    const path = join(server.data, 'blobs', id)
    renameSync(path, `${path}.kept`)
    symlinkSync('/dev/full', path)
    await expectUnavailable(await patch(ask, id, 0, bytes))
    expect(server.lines.at(-1)).toMatchObject({
      status: 503,
      problem: expect.stringMatching(/^ENOSPC/) as string,
    })
    rmSync(path)
    renameSync(`${path}.kept`, path)
    await goOn(id)
    await expectWhole(id)
    await expectNoOrphans([id])
  })
})

describe('deleting', () => {
  test.each(['blobs.remove', 'store.remove', 'store.find'] as const)(
    'when %s fails nothing is said to be deleted, and it can be asked for again',
    async (method) => {
      const id = await share(ask, bytes)
      faults.fail(method)
      await expectUnavailable(await remove(ask, id))
      faults.heal()
      expect((await remove(ask, id)).status).toBe(204)
      expect((await ask(`/api/shares/${id}`)).status).toBe(404)
      // At once, not with the next sweep.
      expect(readdirSync(join(server.data, 'blobs'))).toEqual([])
    },
  )
})

test.each(['store.find', 'blobs.read'] as const)('reading when %s fails', async (method) => {
  const id = await share(ask, bytes)
  faults.fail(method)
  await expectUnavailable(await ask(`/api/shares/${id}/content`))
  faults.heal()
  await expectWhole(id)
})

describe('stores that cannot be opened', () => {
  test('are tried again until they can', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heapscope-late-'))
    const file = join(folder, 'in-the-way')
    writeFileSync(file, '')
    const { settings } = readSettings({ HEAPSCOPE_DATA: join(file, 'data') })
    const late = new LateStores(() => openStores(settings), 20)
    expect(await late.start()).toBeInstanceOf(StoreUnavailable)
    expect(() => late.get()).toThrow(StoreUnavailable)
    rmSync(file)
    await expect.poll(() => late.get().store).toBeDefined()
    await late.close()
    rmSync(folder, { recursive: true })
  })
})
