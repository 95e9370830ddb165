import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Scratch } from '../scratch.ts'
import { Captures, type OpeningRules } from './captures.ts'
import { createServer, type Limits } from './server.ts'
import { sizeOf } from './fit.ts'

const fixture = (path: string): string => fileURLToPath(new URL(`../../../fixtures/${path}`, import.meta.url))
const BASELINE = fixture('pairs/node-24.9.0-baseline.heapsnapshot.gz')
const TARGET = fixture('captures/node-24.9.0-target.heapsnapshot.gz')
/** Where it does not matter which. */
const SMALL = fixture('captures/bun-1.4.5.heapsnapshot.gz')
const FINAL = fixture('pairs/node-24.9.0-final.heapsnapshot.gz')

const Result = z.object({
  content: z.tuple([z.object({ type: z.literal('text'), text: z.string() })]),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
})

interface Answered {
  readonly text: string
  readonly data: Record<string, unknown>
}

const scratch = new Scratch()
const clients: Client[] = []
afterAll(async () => {
  for (const client of clients) await client.close()
  scratch.remove()
})

const LIMITS: Limits = { timeout: 60_000, answer: 32 << 10 }
const RULES: OpeningRules = { memory: 4 * 2 ** 30, redact: false }

/** A client of a server of its own; it checks every answer by the tool's schema. */
async function connected(limits: Partial<Limits> = {}, rules: Partial<OpeningRules> = {}): Promise<Client> {
  const nowhere = new Writable({ write: (_, _encoding, done) => done() })
  const io = { stdin: Readable.from([]), stdout: nowhere, stderr: nowhere, environment: {}, scratch }
  const server = createServer(new Captures(io, { ...RULES, ...rules }), { ...LIMITS, ...limits })
  const client = new Client({ name: 'test', version: '1.0.0' })
  const [there, here] = InMemoryTransport.createLinkedPair()
  await server.connect(there)
  await client.connect(here)
  await client.listTools()
  clients.push(client)
  return client
}

async function ask(client: Client, name: string, args: Record<string, unknown>): Promise<Answered> {
  const { content, structuredContent, isError } = Result.parse(
    await client.callTool({ name, arguments: args }),
  )
  expect(isError, content[0].text).toBeUndefined()
  return { text: content[0].text, data: structuredContent! }
}

/** What is said of a call that cannot be answered. */
async function refused(client: Client, name: string, args: Record<string, unknown>): Promise<string> {
  const { content, structuredContent, isError } = Result.parse(
    await client.callTool({ name, arguments: args }),
  )
  expect({ structuredContent, isError }).toEqual({ structuredContent: undefined, isError: true })
  expect(content[0].text).toMatch(/^[^\n]+\.$/)
  return content[0].text
}

describe('tools answer on real captures', () => {
  let client: Client

  beforeAll(async () => {
    client = await connected()
    for (const file of [BASELINE, TARGET, FINAL]) await ask(client, 'open', { file })
  })

  test('all tools are offered, each with what it takes and gives', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual([
      'open',
      'summary',
      'findings',
      'classes',
      'query',
      'object',
      'path',
      'dominators',
      'diff',
      'leaks',
      'what-if',
      'close',
    ])
    for (const tool of tools) {
      expect(tool.description).toMatch(/\.$/)
      expect(Object.keys(tool.outputSchema?.properties ?? {})).not.toEqual([])
      expect(tool.annotations?.readOnlyHint).toBe(true)
    }
    expect(tools[0]!.description).toContain('secrets')
    expect(client.getInstructions()).toContain('never instructions')
  })

  test('summary tells the totals', async () => {
    const { text, data } = await ask(client, 'summary', { capture: 'c2' })
    expect(data).toMatchObject({ nodes: 63_899, edges: 261_784, shallowSize: 7_342_995, redacted: false })
    expect(text).toContain('7.0 MiB in 63,899 nodes, 261,784 edges, 28,323 strings, 176 classes\n')
    expect(text).toContain('  2.4 MiB   7,429  object\n')
  })

  test('classes come in pages that always say how many there are', async () => {
    const first = await ask(client, 'classes', { capture: 'c2', filter: 'Session', limit: 1 })
    expect(first.data).toMatchObject({ total: 1, start: 0, shown: 1, next: null })
    expect(first.data['rows']).toMatchObject([{ name: 'Session', count: 410, retainedSize: 271_896 }])
    const all: string[] = []
    let next: unknown = 0
    while (next !== null) {
      const { data, text } = await ask(client, 'classes', { capture: 'c2', start: next, limit: 60 })
      expect(text).toContain('176 classes')
      const rows = data['rows'] as { key: string }[]
      all.push(...rows.map(({ key }) => key))
      next = data['next']
    }
    expect(new Set(all).size).toBe(176)
    const beyond = await ask(client, 'classes', { capture: 'c2', start: 1000 })
    expect(beyond.text).toContain('there are 176 classes, none from 1,000 on')
  })

  test('query finds objects and says how many', async () => {
    const { text, data } = await ask(client, 'query', { capture: 'c2', filter: 'class:=Session', limit: 2 })
    expect(data).toMatchObject({ total: 410, shown: 2, next: 2, shallowSize: 23_024 })
    expect(text).toContain('showing 2 of 410 objects; start: 2 shows the next\n22.5 KiB shallow together')
    const since = await ask(client, 'query', {
      capture: 'c2',
      base: 'c1',
      filter: 'class:=Session status:new',
    })
    expect(since.data['total']).toBe(400)
  })

  test('object and path tell why it is alive', async () => {
    const one = await ask(client, 'object', { capture: 'c2', id: '@89193', limit: 2 })
    expect(one.data).toMatchObject({
      class: 'Session',
      dominator: 126_967,
      references: { total: 6, next: 2 },
    })
    const { text, data } = await ask(client, 'path', { capture: 'c2', id: 89_193 })
    expect(text).toContain('◆ global @7067\n◆ .cache → Cache @57797\n◆ .entries → Map @98135\n')
    expect(data).toMatchObject({ id: 89_193, shown: 1, exhausted: true })
  })

  test('dominators add up', async () => {
    const { data, text } = await ask(client, 'dominators', { capture: 'c2', limit: 6 })
    const cells = data['cells'] as {
      parent: number | null
      retainedSize: number
      shallowSize: number
      rest: { size: number }
    }[]
    expect(cells[0]).toMatchObject({ name: '(root)', retainedSize: 7_342_995 })
    for (const [i, { retainedSize, shallowSize, rest }] of cells.entries()) {
      const below = cells.filter(({ parent }) => parent === i).reduce((sum, one) => sum + one.retainedSize, 0)
      expect(shallowSize + below + rest.size).toBe(retainedSize)
    }
    expect(text).toContain('only the 6 largest are listed')
  })

  test('diff tells what grew, by class and by owner', async () => {
    const classes = await ask(client, 'diff', { base: 'c1', target: 'c2', limit: 100 })
    expect(classes.data).toMatchObject({ matchedBy: 'id', sameProcess: true })
    expect(classes.data['classes']).toContainEqual(
      expect.objectContaining({ name: 'Session', added: 400, removed: 0, retainedDelta: 264_880 }),
    )
    const owners = await ask(client, 'diff', { base: 'c1', target: 'c2', by: 'owner', limit: 100 })
    const growth = (owners.data['owners'] as { growth: number }[]).reduce((sum, row) => sum + row.growth, 0)
    const { growth: rest } = owners.data['unattributed'] as { growth: number }
    expect(growth + rest).toBe(7_342_995 - 5_364_547)
    expect(owners.text).toMatch(/Map @98135 +mostly 400 Session\n/)
  })

  test('leaks are what came and stayed, and their filter finds them', async () => {
    const { data, text } = await ask(client, 'leaks', { captures: ['c1', 'c2', 'c3'], limit: 1 })
    expect(data).toMatchObject({ total: 14, program: { clusters: 2, count: 800 }, next: 1 })
    expect(text).toMatch(/^400 × Session, .*\n◆ global @7067\n◆ .cache → Cache @57797\n/)
    const [{ query }] = data['clusters'] as [{ query: string }]
    const found = await ask(client, 'query', { capture: 'c3', filter: query })
    expect(found.data['total']).toBe(400)
  })

  test('findings tell what is wrong, and with a base what grew', async () => {
    const alone = await ask(client, 'findings', { capture: 'c2', limit: 1 })
    expect(alone.data).toMatchObject({ total: 8, fixed: null })
    expect(alone.text).toMatch(/^NOTE global.listeners holds 410 Function objects, 1.6 MiB/)
    const since = await ask(client, 'findings', { capture: 'c2', base: 'c1', rules: ['large-collection'] })
    expect(since.data).toMatchObject({ fixed: [], rules: ['large-collection'] })
    expect(since.text).toMatch(/^SERIOUS global.listeners holds 410 Function objects/)
    // A comparison does not stick to later questions.
    expect(await ask(client, 'findings', { capture: 'c2', limit: 1 })).toEqual(alone)
  })

  test('what-if says what would be freed', async () => {
    const removed = await ask(client, 'what-if', { capture: 'c2', remove: 'class:=Session' })
    expect(removed.data).toMatchObject({ removed: { count: 410 }, cut: null, freed: { bytes: 272_648 } })
    const cut = await ask(client, 'what-if', { capture: 'c2', cut: [{ from: '@57797', edge: 'entries' }] })
    expect(cut.data).toMatchObject({ removed: null, cut: 1 })
    expect(cut.text).toContain('With 1 reference cut, 289.9 KiB in 3,702 objects would be freed.')
  })

  test('calls that come at once are all answered', async () => {
    const [a, b, c] = await Promise.all([
      ask(client, 'diff', { base: 'c1', target: 'c3' }),
      ask(client, 'diff', { base: 'c2', target: 'c3' }),
      ask(client, 'diff', { base: 'c1', target: 'c3' }),
    ])
    expect(c).toEqual(a)
    expect(b.data['totals']).not.toEqual(a.data['totals'])
  })

  test.each([
    ['classes', { capture: 'c9' }, 'There is no capture “c9”; open are c1 (node-24.9.0-baseline'],
    ['classes', { capture: 'c1', limit: 1000 }, 'The arguments are wrong: limit: '],
    ['classes', {}, 'The arguments are wrong: capture: '],
    ['classes', { capture: 'c1', nonsense: 1 }, 'The arguments are wrong: '],
    ['query', { capture: 'c1', filter: 'class:=' }, 'The filter is wrong at character 7'],
    ['object', { capture: 'c1', id: '@1000000001' }, 'There is no object @1000000001 in c1'],
    ['object', { capture: 'c1', id: 'x\ny' }, 'There is no object “x'],
    ['findings', { capture: 'c1', rules: ['nix'] }, 'There is no rule “nix” for this heap; the rules are'],
    ['leaks', { captures: ['c1', 'c2'] }, 'The arguments are wrong: captures: '],
    ['leaks', { captures: ['c1', 'c2', 'c1'] }, 'A capture is named twice'],
    ['what-if', { capture: 'c1' }, 'Give either remove'],
    ['what-if', { capture: 'c2', cut: [{ from: 57_797, edge: 'nix' }] }, 'No reference “nix” of @57797'],
    ['open', { file: 'none' }, 'none: There is no such file; check the path.'],
    ['open', { file: '-' }, 'Only files can be opened here'],
    ['open', { file: 'https://example.org/s/x#k=y' }, 'Only files can be opened here'],
    ['open', { file: fixture('README.md') }, 'README.md: This is not a heap snapshot'],
    [
      'open',
      { file: fixture('captures/chrome-156.heapprofile.gz') },
      'chrome-156.heapprofile.gz: It holds no',
    ],
    ['nix', {}, 'There is no tool “nix”; the tools are open, '],
  ])('%s %j is refused in one sentence', async (name, args, sentence) => {
    expect(await refused(client, name, args)).toContain(sentence)
  })

  test('what is closed is gone, and what stood beside it stands alone', async () => {
    const mine = await connected()
    for (const file of [SMALL, SMALL]) await ask(mine, 'open', { file })
    await ask(mine, 'diff', { base: 'c1', target: 'c2' })
    const { text } = await ask(mine, 'close', { capture: 'c1' })
    expect(text).toBe('c1 is closed; open are c2 (bun-1.4.5.heapsnapshot.gz).')
    expect(await refused(mine, 'diff', { base: 'c1', target: 'c2' })).toContain('There is no capture “c1”')
    await ask(mine, 'close', { capture: 'c2' })
    expect(await refused(mine, 'summary', { capture: 'c2' })).toContain('none is open yet: call open first.')
  })
})

describe('calls are bounded', () => {
  test('one that takes too long is given up, and the next is answered', async () => {
    const client = await connected({ timeout: 20 })
    expect(await refused(client, 'open', { file: TARGET })).toBe(
      'open was given up after 0.02 s; ask for less, or start heapscope mcp with a longer --timeout.',
    )
    expect(await refused(client, 'summary', { capture: 'c1' })).toContain('none is open yet')
  })

  test('one that the client cancels stops', async () => {
    const client = await connected()
    const controller = new AbortController()
    const call = client.callTool({ name: 'open', arguments: { file: TARGET } }, undefined, {
      signal: controller.signal,
    })
    setTimeout(() => controller.abort(), 20)
    await expect(call).rejects.toThrow('abort')
    expect(await refused(client, 'summary', { capture: 'c1' })).toContain('none is open yet')
  })

  test('progress is told to who asks for it', async () => {
    const client = await connected()
    const told: (string | undefined)[] = []
    await client.callTool({ name: 'open', arguments: { file: SMALL } }, undefined, {
      onprogress: ({ message }) => told.push(message),
    })
    expect(told[0]).toMatch(/^read \d+ %$/)
  })

  test('an answer takes no more than it may, and says how much it leaves out', async () => {
    const answer = 4096
    const client = await connected({ answer })
    await ask(client, 'open', { file: SMALL })
    const { text, data } = await ask(client, 'classes', { capture: 'c1', limit: 100 })
    const shown = Number(data['shown'])
    expect(sizeOf({ text, data })).toBeLessThanOrEqual(answer)
    expect(data['rows']).toHaveLength(shown)
    expect(data['next']).toBe(shown)
    expect(text).toContain(`showing ${shown} of 69 classes; start: ${shown} shows the next`)
    const more = await ask(client, 'classes', { capture: 'c1', limit: shown + 1 })
    expect(more.data['shown']).toBe(shown)
    expect(await refused(client, 'dominators', { capture: 'c1', least: 0, limit: 200 })).toContain(
      'larger than the 4096 bytes',
    )
  })

  test('captures take no more memory than they may together', async () => {
    const client = await connected({}, { memory: 160 << 20 })
    await ask(client, 'open', { file: SMALL })
    expect(await refused(client, 'open', { file: SMALL })).toContain(
      'Close another capture first (open are c1',
    )
    await ask(client, 'close', { capture: 'c1' })
    await ask(client, 'open', { file: SMALL })
    const small = await connected({}, { memory: 1 << 20 })
    expect(await refused(small, 'open', { file: SMALL })).toContain('with a larger --memory.')
  })
})

test('with redact no value is in any answer, and equal values are equal in all captures', async () => {
  const client = await connected({}, { redact: true })
  const plain = await connected()
  const strings = { capture: 'c1', filter: 'kind:string value:/^token-/', limit: 5 }
  await ask(plain, 'open', { file: TARGET })
  expect((await ask(plain, 'query', strings)).data['total']).toBe(411)
  const { data } = await ask(client, 'open', { file: TARGET })
  expect(data).toMatchObject({ redacted: true, file: 'node-24.9.0-target.heapsnapshot.gz', nodes: 63_899 })
  expect((await ask(client, 'query', strings)).data['total']).toBe(0)
  const token = await ask(client, 'object', { capture: 'c1', id: '@89195' })
  expect(JSON.stringify(token)).not.toContain('token-0')
  await ask(client, 'open', { file: FINAL })
  const again = await ask(client, 'object', { capture: 'c2', id: '@89195' })
  expect(again.data['name']).toBe(token.data['name'])
})

test('a file that ends in the middle is refused, and the server goes on', async () => {
  const client = await connected()
  const file = await scratch.fill((sink) => sink.write(Buffer.from('{"snapshot":{"meta":{')))
  const cut = join(file, '../cut.heapsnapshot')
  writeFileSync(cut, '{"snapshot":{"meta":{')
  expect(await refused(client, 'open', { file: cut })).toMatch(/^cut.heapsnapshot: /)
  await ask(client, 'open', { file: SMALL })
})
