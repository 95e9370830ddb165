import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newKey } from '#sharing/seal.ts'
import { linkTo, readLink } from '#sharing/share-link.ts'
import { Built, type RunningServer } from '../testing/built.ts'
import { runInMemory } from '../testing/memory-io.ts'

const captureAt = (name: string) =>
  fileURLToPath(new URL(`../../../fixtures/captures/${name}`, import.meta.url))
const SMALL = captureAt('bun-1.4.5.heapsnapshot.gz')
const PROFILE = captureAt('chrome-156.heapprofile.gz')

let built: Built
let server: RunningServer
/** To two captures as they are. */
let link: string
let home: string

beforeAll(async () => {
  built = new Built()
  server = await built.serve()
  home = mkdtempSync(join(built.folder, 'home-'))
  const { stdout } = await heapscope(
    'share',
    SMALL,
    PROFILE,
    '--raw',
    '--title',
    'Two',
    '--note',
    'One\u001b[2J\n\nTwo',
  )
  link = stdout.trim()
}, 60_000)

afterAll(() => built.remove())

beforeEach(() => {
  home = mkdtempSync(join(built.folder, 'home-'))
})

const heapscope = (...args: string[]) =>
  runInMemory(args, { environment: { XDG_DATA_HOME: home, HEAPSCOPE_SERVER: server.address } })

describe('a link', () => {
  test('is written as a bundle of its captures, with what the sender said', async () => {
    const file = join(home, 'two.heapscope')
    const { exitCode, stdout } = await heapscope('open', link, '-o', file)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^two\.heapscope: 2 captures, [\d.]+ KiB\nTwo\nOne\\u\{1b\}\[2J\nTwo\n$/)
    expect((await heapscope('summary', `${file}:1`)).exitCode).toBe(0)
    expect((await heapscope('summary', `${file}:2`)).stdout).toContain('sampling heap profile')
  })

  test('with a number is written as that capture', async () => {
    const file = join(home, 'one.gz')
    expect(await heapscope('open', `${link}:1`, '-o', file)).toMatchObject({ exitCode: 0 })
    expect(readFileSync(file).equals(readFileSync(SMALL))).toBe(true)
  })

  test('does not replace a file unless it is forced to', async () => {
    const file = join(home, 'two.heapscope')
    writeFileSync(file, 'precious')
    const refused = await heapscope('open', link, '-o', file)
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
    expect(refused.stderr).toMatch(/exists; --force replaces it\.\n$/)
    expect(readFileSync(file, 'utf8')).toBe('precious')
    expect((await heapscope('open', link, '-o', file, '--force')).exitCode).toBe(0)
    expect(await heapscope('open', link, '-o', home, '--force')).toMatchObject({ exitCode: 2 })
  })

  test('is printed where no browser is wanted, and there is no browser to open', async () => {
    const expected = { exitCode: 0, stdout: `${link}\n`, stderr: '' }
    expect(await heapscope('open', link, '--no-browser')).toEqual(expected)
    const environment = { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22', DISPLAY: ':0' }
    expect(await runInMemory(['open', link], { environment })).toEqual(expected)
  })

  test('whose key is another opens nothing, and leaves nothing behind', async () => {
    const { id } = readLink(link)
    const wrong = linkTo({ server: server.address, id, key: newKey() })
    const { exitCode, stderr } = await heapscope('open', wrong, '-o', join(home, 'x.heapscope'))
    expect(exitCode).toBe(4)
    expect(stderr).toMatch(
      /^heapscope: localhost:\d+\/s\/[\w-]{22}: The key in this link does not open this share/,
    )
    expect(stderr).not.toContain('k=')
    expect(readdirSync(home)).toEqual([])
  })

  test('that is not whole is wrong usage', async () => {
    expect(await heapscope('open', link.slice(0, -3))).toMatchObject({ exitCode: 2, stdout: '' })
    expect(await heapscope('summary', link.slice(0, -3))).toMatchObject({ exitCode: 2, stdout: '' })
    expect(await heapscope('open', 'https://heap.example/')).toMatchObject({ exitCode: 2, stdout: '' })
  })

  test('to a server that is gone says so', async () => {
    const { id, key } = readLink(link)
    const dead = linkTo({ server: 'http://127.0.0.1:9/', id, key })
    const { exitCode, stderr } = await heapscope('summary', dead)
    expect({ exitCode, stderr }).toEqual({
      exitCode: 4,
      stderr: `heapscope: 127.0.0.1:9/s/${id}: The connection to http://127.0.0.1:9/ is lost; check the network and try again.\n`,
    })
  })
})

describe('wrong usage', () => {
  test.each([
    [['open']],
    [['open', '-']],
    [['open', SMALL, '-o', 'x.heapscope']],
    [['open', 'https://heap.example/', SMALL]],
  ])('%j is refused', async (args) => {
    expect(await heapscope(...args)).toMatchObject({ exitCode: 2, stdout: '' })
  })

  test('a file that is not there is missed before anything is started', async () => {
    const { exitCode, stderr } = await heapscope('open', SMALL, 'nowhere.heapsnapshot')
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: 'heapscope: nowhere.heapsnapshot: There is no such file; check the path.\n',
    })
  })
})

test('files are handed to the page until Ctrl+C', async () => {
  const plain = join(home, 'a b.heapsnapshot')
  writeFileSync(plain, gunzipSync(readFileSync(SMALL)))
  const child = built.start(['open', '--no-browser', SMALL, plain], {
    XDG_DATA_HOME: home,
    HEAPSCOPE_DATA: join(home, 'server'),
    PORT: '0',
  })
  const closed = once(child, 'close')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const address = /http:\S+/.exec(line)![0]
  const urls = new URLSearchParams(new URL(address).hash.slice(1)).getAll('url')
  expect(urls).toHaveLength(2)
  for (const [i, file] of [SMALL, plain].entries()) {
    const bytes = Buffer.from(await (await fetch(urls[i]!)).arrayBuffer())
    expect(bytes.equals(readFileSync(file))).toBe(true)
  }
  child.kill('SIGINT')
  await closed
  expect(child.exitCode).toBe(0)
  await expect(fetch(urls[0]!)).rejects.toThrow('fetch failed')
})
