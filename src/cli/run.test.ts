import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runInMemory } from './testing/memory-io.ts'

const CAPTURE = fileURLToPath(
  new URL('../../fixtures/captures/node-24.9.0-target.heapsnapshot.gz', import.meta.url),
)

const NodeLine = z.strictObject({
  id: z.int(),
  type: z.string(),
  name: z.string(),
  class: z.string(),
  shallowSize: z.int().min(0),
  retainedSize: z.int().min(0),
  distance: z.int().min(0).nullable(),
  dominator: z.int().nullable(),
})

const SummaryJson = z.strictObject({
  file: z.string(),
  format: z.string(),
  redacted: z.boolean(),
  nodes: z.int(),
  edges: z.int(),
  strings: z.int(),
  shallowSize: z.int(),
  classes: z.array(
    z.strictObject({ name: z.string(), count: z.int(), shallowSize: z.int(), retainedSize: z.int() }),
  ),
  phases: z.array(z.strictObject({ name: z.string(), ms: z.number() })),
})

const Neighbours = z.strictObject({
  total: z.int(),
  rows: z.array(
    NodeLine.omit({ dominator: true }).extend({
      edge: z.union([z.string(), z.int()]),
      edgeType: z.string(),
      essential: z.boolean(),
    }),
  ),
})

const ObjectJson = NodeLine.extend({
  path: z.array(
    z.strictObject({
      edge: z.union([z.string(), z.int()]).nullable(),
      edgeType: z.string().nullable(),
      id: z.int(),
      name: z.string(),
    }),
  ),
  references: Neighbours,
  retainers: Neighbours,
})

async function nodeLines(): Promise<z.infer<typeof NodeLine>[]> {
  const { stdout } = await runInMemory(['nodes', CAPTURE])
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => NodeLine.parse(JSON.parse(line)))
}

describe('summary', () => {
  test('--json gives every class, the one that retains most first', async () => {
    const { exitCode, stdout, stderr } = await runInMemory(['summary', CAPTURE, '--json'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const summary = SummaryJson.parse(JSON.parse(stdout))
    expect(summary).toMatchObject({
      file: 'node-24.9.0-target.heapsnapshot.gz',
      nodes: 63_899,
      edges: 261_784,
    })
    const retained = summary.classes.map(({ retainedSize }) => retainedSize)
    expect(retained).toEqual(retained.toSorted((a, b) => b - a))
    expect(summary.classes).toContainEqual(expect.objectContaining({ name: 'Session', count: 410 }))
    expect(summary.classes).toContainEqual(expect.objectContaining({ name: 'Point', count: 2000 }))
  })

  test('--top takes the first classes only', async () => {
    const { stdout } = await runInMemory(['summary', CAPTURE, '--json', '--top', '3'])
    expect(SummaryJson.parse(JSON.parse(stdout)).classes).toHaveLength(3)
  })

  test('the table lines up and says how many classes it leaves out', async () => {
    const { stdout } = await runInMemory(['summary', CAPTURE])
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toBe('node-24.9.0-target.heapsnapshot.gz  V8 heap snapshot')
    expect(lines[1]).toMatch(
      /^7\.0 MiB in 63,899 nodes, 261,784 edges, \d+,\d+ strings; opened in \d+\.\d s$/,
    )
    const units = lines.slice(5, -1).map((line) => line.search(/[KMG]iB|B  /))
    expect(units).toHaveLength(20)
    expect(new Set(units).size).toBe(1)
    expect(lines.at(-1)).toMatch(/^showing 20 of \d+ classes; --top \d+ shows all$/)
  })

  test('nothing is coloured unless a terminal shows it', async () => {
    const escape = '\u001b['
    expect((await runInMemory(['summary', CAPTURE])).stdout).not.toContain(escape)
    expect((await runInMemory(['summary', CAPTURE], { terminal: true })).stdout).toContain(escape)
    const plain = { terminal: true, environment: { NO_COLOR: '1' } }
    expect((await runInMemory(['summary', CAPTURE], plain)).stdout).not.toContain(escape)
  })
})

describe('nodes', () => {
  test('prints each node once, in file order, with the nodes they name as dominators', async () => {
    const nodes = await nodeLines()
    expect(nodes).toHaveLength(63_899)
    const ids = new Set(nodes.map(({ id }) => id))
    expect(ids.size).toBe(63_899)
    expect(nodes.filter(({ dominator }) => dominator === null).map(({ id }) => id)).toEqual([1])
    expect(nodes.every(({ dominator }) => dominator === null || ids.has(dominator))).toBe(true)
  })

  test('the root retains what all nodes have together', async () => {
    const nodes = await nodeLines()
    const total = nodes.reduce((sum, { shallowSize }) => sum + shallowSize, 0)
    expect(nodes[0]!.retainedSize).toBe(total)
  })
})

/** One of the 410 sessions that `globalThis.cache` keeps. */
async function cachedSession(): Promise<z.infer<typeof NodeLine>> {
  const nodes = await nodeLines()
  return nodes.find((line) => line.class === 'Session' && line.distance === 5)!
}

describe('object', () => {
  test('--json gives the node as `nodes` does, with its path, references and retainers', async () => {
    const node = await cachedSession()
    const { stdout } = await runInMemory(['object', CAPTURE, `@${node.id}`, '--json'])
    const { path, references, retainers, ...rest } = ObjectJson.parse(JSON.parse(stdout))
    expect(rest).toEqual(node)
    expect(path.map(({ edge }) => edge)).toEqual([null, 'cache', 'entries', 'table', expect.anything()])
    expect(path.at(-1)!.id).toBe(node.id)
    expect(references.rows.map(({ edge }) => edge)).toEqual(
      expect.arrayContaining(['token', 'buffer', 'tags']),
    )
    expect(references.total).toBe(references.rows.length)
    expect(retainers.rows.map(({ id }) => id)).toContain(node.dominator)
  })

  test('--limit shortens the lists but not their totals', async () => {
    const { id } = await cachedSession()
    const { stdout } = await runInMemory(['object', CAPTURE, String(id), '--json', '--limit', '2'])
    const { references } = ObjectJson.parse(JSON.parse(stdout))
    expect(references.rows).toHaveLength(2)
    expect(references.total).toBeGreaterThan(2)
  })

  test('for people it draws the path and says what it leaves out', async () => {
    const { id } = await cachedSession()
    const { stdout } = await runInMemory(['object', CAPTURE, `@${id}`, '--limit', '1'])
    expect(stdout).toMatch(/^Session @\d+ {2}object\n/)
    expect(stdout).toMatch(
      /◆ \.cache → Cache @\d+\n◆ \.entries → Map @\d+\n◆ table \(internal\) → \(array\) @\d+\n/,
    )
    expect(stdout).toMatch(/showing 1 of \d+; --limit \d+ shows all/)
  })

  test('an id that is not there is wrong usage', async () => {
    const { exitCode, stderr } = await runInMemory(['object', CAPTURE, '@999999999'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^error: there is no object @999999999 in this heap; .*\.\n$/)
  })
})

describe('usage', () => {
  test.each([
    [[]],
    [['sumary', CAPTURE]],
    [['summary']],
    [['summary', CAPTURE, 'more']],
    [['summary', CAPTURE, '--jsn']],
    [['summary', CAPTURE, '--top', '0']],
    [['summary', CAPTURE, '--top', 'all']],
    [['object', CAPTURE]],
    [['object', CAPTURE, 'Session']],
  ])('%j exits with 2 and prints nothing on standard output', async (args) => {
    const { exitCode, stdout, stderr } = await runInMemory(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).not.toBe('')
  })

  test.each([
    [['--help']],
    [['summary', '--help']],
    [['nodes', '--help']],
    [['diff', '--help']],
    [['leaks', '--help']],
    [['trend', '--help']],
    [['object', '-h']],
  ])('%j prints help with examples', async (args) => {
    const { exitCode, stdout } = await runInMemory(args)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Examples:\n  $ heapscope ')
  })

  test('--version prints the version', async () => {
    expect((await runInMemory(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
