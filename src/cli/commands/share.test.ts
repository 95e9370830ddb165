import { execFileSync } from 'node:child_process'
import { createServer, connect, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readLink } from '#sharing/share-link.ts'
import { Built, finish, type RunningServer } from '../testing/built.ts'
import { runInMemory, type Setting } from '../testing/memory-io.ts'

const captureAt = (name: string) =>
  fileURLToPath(new URL(`../../../fixtures/captures/${name}.heapsnapshot.gz`, import.meta.url))
const SMALL = captureAt('bun-1.4.5')
const OTHER = captureAt('chrome-156-target')

let built: Built
let server: RunningServer
/** The user's folder, another one for each test. */
let home: string

beforeAll(async () => {
  built = new Built()
  server = await built.serve()
}, 60_000)

afterAll(() => built.remove())

beforeEach(() => {
  home = mkdtempSync(join(built.folder, 'home-'))
})

const environment = (more: Record<string, string> = {}) => ({
  XDG_DATA_HOME: home,
  HEAPSCOPE_SERVER: server.address,
  ...more,
})

const heapscope = (args: readonly string[], setting: Setting = {}) =>
  runInMemory(args, { ...setting, environment: environment(setting.environment) })

/** What a command prints, which must go well. */
async function said(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await heapscope(args)
  expect({ exitCode, args }, stderr).toEqual({ exitCode: 0, args })
  return stdout
}

async function share(...args: string[]): Promise<string> {
  const stdout = await said('share', ...args)
  expect(stdout).toMatch(/^http:\S+\n$/)
  return stdout.trim()
}

async function classesOf(file: string): Promise<unknown> {
  const { classes } = JSON.parse(await said('summary', file, '--json')) as { classes: unknown }
  return classes
}

const sizes = (classes: unknown) =>
  (classes as { count: number; retainedSize: number }[]).map(({ count, retainedSize }) => [
    count,
    retainedSize,
  ])

/** What the server keeps of sealed files. */
const blobs = (data: string) =>
  readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(db|sqlite)/.test(entry.name))
    .map(({ name }) => name)

describe('two captures that were shared', () => {
  test('open from the link and from what it is saved as, with the same classes', async () => {
    const link = await share(SMALL, OTHER, '--title', 'Two of them', '--include-values')
    const file = join(home, 'team.heapscope')
    expect(await said('open', link, '-o', file)).toMatch(/^team\.heapscope: 2 captures, .*\nTwo of them\n$/)
    for (const [i, capture] of [SMALL, OTHER].entries()) {
      const classes = await classesOf(capture)
      expect(await classesOf(`${link}:${i + 1}`)).toEqual(classes)
      expect(await classesOf(`${file}:${i + 1}`)).toEqual(classes)
    }
  })

  test('have objects of the same sizes without their values', async () => {
    const link = await share(SMALL, OTHER)
    expect(sizes(await classesOf(`${link}:1`))).toEqual(sizes(await classesOf(SMALL)))
    expect(sizes(await classesOf(`${link}:2`))).toEqual(sizes(await classesOf(OTHER)))
  })

  test('can be shared again as what they were saved as', async () => {
    const file = join(home, 'team.heapscope')
    await said('open', await share(SMALL, SMALL), '-o', file)
    const again = join(home, 'again.heapscope')
    await said('open', await share(file), '-o', again)
    expect(await said('nodes', `${again}:2`)).toBe(await said('nodes', `${file}:2`))
  })
})

describe('what is secret', () => {
  const SECRET = 'hunter2-of-the-database'
  let capture: string

  beforeAll(() => {
    capture = join(built.folder, 'secret.heapsnapshot')
    const program = join(built.folder, 'secret.cjs')
    writeFileSync(
      program,
      `globalThis.session = { password: ['hunter2', 'of', 'the', 'database'].join('-'), pin: 70_413 }
      require('node:v8').writeHeapSnapshot(process.argv[2])`,
    )
    execFileSync(process.execPath, [program, capture])
  })

  const isIn = async (link: string) => (await said('nodes', link)).includes(SECRET)

  test('is in a share only where values are included, or the file itself', async () => {
    expect(await isIn(capture)).toBe(true)
    expect(await isIn(await share(capture))).toBe(false)
    expect(await isIn(await share(capture, '--include-values'))).toBe(true)
    expect(await isIn(await share(capture, '--raw'))).toBe(true)
  })

  test('as the key of a table in one capture is a value in the other, too', async () => {
    // In the first a table, in the second one object of many.
    const programs = [
      `globalThis.table = Object.fromEntries(Array.from({ length: 100 }, (_, i) => ['k' + 'abcdefghij'[i % 10] + 'abcdefghij'[i / 10 | 0] + 'lice', { of: i }]))`,
      `globalThis.one = { ['ka' + 'clice']: { of: 1 } }`,
    ]
    const captures = programs.map((text, i) => {
      const [program, file] = [join(home, `${i}.cjs`), join(home, `${i}.heapsnapshot`)]
      writeFileSync(program, `${text}\nrequire('node:v8').writeHeapSnapshot(process.argv[2])`)
      execFileSync(process.execPath, [program, file])
      return file
    })
    const edgesIn = async (file: string) => {
      const { stdout } = await heapscope(['query', file, 'edge:=kaclice', '--json'])
      return (JSON.parse(stdout) as { total: number }).total
    }
    expect(await edgesIn(captures[1]!)).toBeGreaterThan(0)
    expect(await edgesIn(await share(captures[1]!))).toBeGreaterThan(0)
    expect(await edgesIn(`${await share(...captures)}:2`)).toBe(0)
  })

  test('is not on the server in any form but sealed', async () => {
    const { id } = readLink(await share(capture, '--raw'))
    const sealed = readdirSync(server.data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.startsWith(id))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    expect(sealed.length).toBeGreaterThan(0)
    for (const bytes of sealed) expect(bytes.includes(SECRET)).toBe(false)
  })

  test.each([
    ['--include-values', /^heapscope: Values stay in: .*passwords/],
    ['--raw', /^heapscope: The capture files go in as they are: .*passwords/],
  ])('with %s it is said, and on a terminal asked', async (option, warning) => {
    const refused = await heapscope(['share', SMALL, option], { terminal: true, stdin: Buffer.from('\n') })
    expect(refused).toMatchObject({ exitCode: 4, stdout: '' })
    expect(refused.stderr).toMatch(warning)
    expect(refused.stderr).toContain('Share it? [y/N] ')
    expect(refused.stderr).toMatch(/Nothing was shared\.\n$/)
    const agreed = await heapscope(['share', SMALL, option], { terminal: true, stdin: Buffer.from('y\n') })
    expect(agreed.exitCode).toBe(0)
    const forced = await heapscope(['share', SMALL, option, '--yes'], { terminal: true })
    expect(forced.exitCode).toBe(0)
    expect(forced.stderr).not.toContain('[y/N]')
  })
})

describe('a share', () => {
  test('of a file as it is has exactly its bytes', async () => {
    const file = join(home, 'again.gz')
    await said('open', await share(SMALL, '--raw'), '-o', file)
    expect(readFileSync(file).equals(readFileSync(SMALL))).toBe(true)
  })

  test('of standard input is made of what comes', async () => {
    for (const options of [[], ['--raw']]) {
      const { exitCode, stdout } = await heapscope(['share', '-', ...options], { stdin: readFileSync(SMALL) })
      expect(exitCode).toBe(0)
      expect(sizes(await classesOf(stdout.trim()))).toEqual(sizes(await classesOf(SMALL)))
    }
  })

  test('tells programs all about itself', async () => {
    const stdout = await said('share', SMALL, '--json', '--expires', '1', '--title', 'T')
    const told = JSON.parse(stdout) as Record<string, unknown>
    expect(told).toMatchObject({
      server: server.address,
      title: 'T',
      redacted: true,
      captures: [{ name: 'bun-1.4.5.heapsnapshot.gz' }],
    })
    const days = (Date.parse(told['expires'] as string) - Date.parse(told['created'] as string)) / 86_400_000
    expect(days).toBe(1)
    expect(told['link']).toContain(told['id'])
    expect(told['deletionToken']).toMatch(/^[\w-]{43}$/)
  })

  test('says on standard error what was shared and for how long', async () => {
    const { stderr } = await heapscope(['share', SMALL, '--expires', 'never'])
    expect(stderr).toMatch(
      /^Shared 1 capture without their values, [^,]+, kept for ever; heapscope unshare deletes it\.\n$/,
    )
  })

  test('of what cannot be opened is not made', async () => {
    const file = join(home, 'bad.heapsnapshot')
    writeFileSync(file, '{"snapshot":')
    for (const options of [[], ['--raw']]) {
      const { exitCode, stderr } = await heapscope(['share', SMALL, file, ...options])
      expect(exitCode).toBe(3)
      expect(stderr).toMatch(/heapscope: bad\.heapsnapshot: [^\n]+\.\n$/)
    }
    expect(await said('shares')).toBe('0 shares\n')
  })

  test('made at the same time as another does not lose it', async () => {
    const all = [1, 2, 3].map((i) =>
      finish(built.start(['share', SMALL, '--title', `number ${i}`], environment())),
    )
    for (const { code, stderr } of await Promise.all(all)) expect({ code }, stderr).toEqual({ code: 0 })
    const shares = await said('shares')
    for (const i of [1, 2, 3]) expect(shares).toContain(`number ${i}`)
  })
})

describe('a server', () => {
  let strict: RunningServer

  beforeAll(async () => {
    strict = await built.serve({
      HEAPSCOPE_EXPIRIES: '1,7',
      HEAPSCOPE_UPLOAD_TOKEN: 'let-me-in-let-me-in',
      HEAPSCOPE_MAX_UPLOAD: '200kB',
      HEAPSCOPE_QUOTA_PER_ADDRESS: '200kB',
    })
  })

  const refused = async (args: readonly string[], more: Record<string, string> = {}) => {
    const { exitCode, stdout, stderr } = await heapscope(['share', ...args], {
      environment: { HEAPSCOPE_SERVER: strict.address, ...more },
    })
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 4, stdout: '' })
    expect(stderr).toMatch(/^heapscope: [^\n]+\.\n$/)
    return stderr
  }
  const TOKEN = { HEAPSCOPE_UPLOAD_TOKEN: 'let-me-in-let-me-in' }

  test('that wants a token says so before anything is read', async () => {
    expect(await refused(['no-such-file'])).toMatch(/takes uploads only with a token/)
    expect(await refused([SMALL, '--token', 'something else'])).toMatch(/token/i)
  })

  test('that does not keep shares for so long says for how long', async () => {
    expect(await refused([SMALL, '--expires', '90'], TOKEN)).toMatch(/--expires may be 1, 7\.\n$/)
  })

  test('that does not take so much says how much', async () => {
    expect(await refused([OTHER], TOKEN)).toMatch(/takes up to 195\.3 KiB/)
  })

  test('that has no room left for this address says so', async () => {
    const first = await heapscope(['share', SMALL, '--raw'], {
      environment: { HEAPSCOPE_SERVER: strict.address, ...TOKEN },
    })
    expect(first.exitCode, first.stderr).toBe(0)
    for (let i = 0; i < 2; i++) {
      await heapscope(['share', SMALL, '--raw'], {
        environment: { HEAPSCOPE_SERVER: strict.address, ...TOKEN },
      })
    }
    expect(await refused([SMALL], TOKEN)).not.toMatch(/takes up to/)
  })

  test('that is not there is missed in one sentence', async () => {
    const { exitCode, stderr } = await heapscope(['share', SMALL], {
      environment: { HEAPSCOPE_SERVER: 'http://127.0.0.1:9/tools' },
    })
    expect({ exitCode, stderr }).toEqual({
      exitCode: 4,
      stderr:
        'heapscope: No sharing server answers at http://127.0.0.1:9/tools/; start one with heapscope serve, or name another with --server or HEAPSCOPE_SERVER.\n',
    })
  })

  test.each(['nowhere', 'ftp://heap.example/'])('must have an address: %s is none', async (address) => {
    expect(await heapscope(['share', SMALL, '--server', address])).toMatchObject({ exitCode: 2, stdout: '' })
  })
})

/** Lets connections through until one has sent so many bytes, and holds that one up. */
async function stuckProxy(
  target: string,
  most: number,
): Promise<{ address: string; stuck: Promise<void>; close: () => void }> {
  const { hostname, port } = new URL(target)
  const sockets: Socket[] = []
  let holdUp = () => {}
  const stuck = new Promise<void>((resolve) => (holdUp = resolve))
  const proxy: Server = createServer((client) => {
    const there = connect(Number(port), hostname)
    sockets.push(client, there)
    for (const socket of [client, there]) socket.on('error', () => undefined)
    let came = 0
    client.on('data', (bytes) => {
      came += bytes.length
      if (came > most) {
        client.pause()
        holdUp()
      } else there.write(bytes)
    })
    client.on('close', () => there.destroy())
    there.pipe(client)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const close = () => {
    for (const socket of sockets) socket.destroy()
    proxy.close()
  }
  return { address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`, stuck, close }
}

test('Ctrl+C takes back an upload and leaves nothing behind', async () => {
  const before = blobs(server.data)
  const temporary = join(home, 'tmp')
  mkdirSync(temporary)
  const proxy = await stuckProxy(server.address, 100_000)
  const child = built.start(
    ['share', OTHER, '--raw'],
    environment({ HEAPSCOPE_SERVER: proxy.address, TMPDIR: temporary }),
  )
  const ended = finish(child)
  await proxy.stuck
  expect(readdirSync(temporary)).toHaveLength(1)
  expect(blobs(server.data).length).toBeGreaterThan(before.length)
  child.kill('SIGINT')
  const { signal, stdout } = await ended
  proxy.close()
  expect({ signal, stdout }).toEqual({ signal: 'SIGINT', stdout: '' })
  expect(readdirSync(temporary)).toEqual([])
  expect(blobs(server.data)).toEqual(before)
  expect(await said('shares')).toBe('0 shares\n')
})
