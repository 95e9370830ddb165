import { appendFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Built, type RunningServer } from '../testing/built.ts'
import { runInMemory } from '../testing/memory-io.ts'

const CAPTURE = fileURLToPath(
  new URL('../../../fixtures/captures/bun-1.4.5.heapsnapshot.gz', import.meta.url),
)

let built: Built
let server: RunningServer
let home: string
let records: string

beforeAll(async () => {
  built = new Built()
  server = await built.serve()
}, 60_000)

afterAll(() => built.remove())

beforeEach(() => {
  home = mkdtempSync(join(built.folder, 'home-'))
  records = join(home, 'heapscope/shares.jsonl')
})

const heapscope = (...args: string[]) =>
  runInMemory(args, { environment: { XDG_DATA_HOME: home, HEAPSCOPE_SERVER: server.address } })

interface Made {
  readonly link: string
  readonly deletionToken: string
}

async function share(): Promise<Made> {
  const { exitCode, stdout, stderr } = await heapscope('share', CAPTURE, '--raw', '--json')
  expect(exitCode, stderr).toBe(0)
  return JSON.parse(stdout) as Made
}

/** As somebody else, who has the link and nothing more. */
function becomeAnother(): void {
  home = mkdtempSync(join(built.folder, 'home-'))
}

describe('a share that is deleted', () => {
  test('is gone for everybody, and says so when it is deleted again', async () => {
    const { link } = await share()
    expect(await heapscope('unshare', link)).toEqual({
      exitCode: 0,
      stdout: 'It is deleted: nobody can open it any more.\n',
      stderr: '',
    })
    const opened = await heapscope('summary', link)
    expect(opened).toMatchObject({ exitCode: 4, stdout: '' })
    expect(opened.stderr).toMatch(/^heapscope: localhost:\d+\/s\/[\w-]{22}: .*\.\n$/)
    expect(await heapscope('unshare', link)).toMatchObject({
      exitCode: 0,
      stdout: 'It is gone already: there is no such share on the server.\n',
    })
    expect((await heapscope('shares')).stdout).toBe('0 shares\n')
  })

  test('is known by its link without the key', async () => {
    const { link } = await share()
    expect(await heapscope('unshare', link.replace(/#.*/, ''))).toMatchObject({ exitCode: 0 })
  })
})

describe("somebody else's share", () => {
  test('is left alone', async () => {
    const { link } = await share()
    becomeAnother()
    const { exitCode, stderr } = await heapscope('unshare', link)
    expect(exitCode).toBe(4)
    expect(stderr).toMatch(/^heapscope: This share was not made by this user on this machine: /)
    expect((await heapscope('summary', link)).exitCode).toBe(0)
  })

  test('is deleted with its token, not with another', async () => {
    const { link, deletionToken } = await share()
    becomeAnother()
    const wrong = await heapscope('unshare', link, '--token', 'A'.repeat(43))
    expect(wrong).toMatchObject({ exitCode: 4, stdout: '' })
    expect((await heapscope('unshare', link, '--token', deletionToken)).exitCode).toBe(0)
    expect((await heapscope('summary', link)).exitCode).toBe(4)
  })
})

test('what is no link to a share is wrong usage', async () => {
  for (const text of ['nonsense', server.address, `${server.address}s/short`]) {
    expect(await heapscope('unshare', text)).toMatchObject({ exitCode: 2, stdout: '' })
  }
})

describe('the list of shares', () => {
  test('has title, size, expiry and link, for this user alone', async () => {
    const { link } = await share()
    const { stdout } = await heapscope('shares')
    const [head, row, end] = stdout.split('\n')
    expect(head).toMatch(/^ *Size {2}Expires +Title +Link$/)
    expect(row).toMatch(
      /^ *\d+\.\d KiB {2}\d{4}-\d\d-\d\d \d\d:\d\d UTC {2}bun-1\.4\.5\.heapsnapshot\.gz {2}http/,
    )
    expect(row!.endsWith(link)).toBe(true)
    expect(end).toBe('1 share')
    expect(statSync(records).mode & 0o777).toBe(0o600)
    expect(statSync(join(home, 'heapscope')).mode & 0o777).toBe(0o700)
  })

  test('tells programs the same, and no deletion token', async () => {
    const { link, deletionToken } = await share()
    const { stdout } = await heapscope('shares', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      shares: [{ link, redacted: false, complete: true }],
      expired: 0,
    })
    expect(stdout).not.toContain(deletionToken)
  })

  test('counts those that have expired', async () => {
    await share()
    const line = readFileSync(records, 'utf8').trim().split('\n').at(-1)!
    const old = { ...(JSON.parse(line) as object), id: 'A'.repeat(22), expires: '2001-01-01T00:00:00.000Z' }
    appendFileSync(records, `\n${JSON.stringify(old)}`)
    expect((await heapscope('shares')).stdout).toMatch(/\n1 share, 1 expired not listed\n$/)
  })

  test('says that lines of it cannot be read', async () => {
    await share()
    appendFileSync(records, '\n{"link":')
    const { link } = await share()
    const { stdout, stderr, exitCode } = await heapscope('shares')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/\n2 shares\n$/)
    expect(stdout).toContain(link)
    expect(stderr).toBe(`heapscope: ${records}: 1 line cannot be read and is not listed.\n`)
  })

  test('is empty where nothing was shared', async () => {
    expect(await heapscope('shares')).toEqual({ exitCode: 0, stdout: '0 shares\n', stderr: '' })
    expect(JSON.parse((await heapscope('shares', '--json')).stdout)).toEqual({ shares: [], expired: 0 })
  })
})

test('a share whose deletion token could not be kept is not made', async () => {
  // A file where the folder should be.
  writeFileSync(join(home, 'heapscope'), '')
  const { exitCode, stdout, stderr } = await heapscope('share', CAPTURE)
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toMatch(/^heapscope: shares\.jsonl: [^\n]+\.\n$/)
})
