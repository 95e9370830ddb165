import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HeapError } from '../../base/error.ts'
import { Session } from '../../session.ts'
import { captureSource, QUIET_HOST } from '../../testing/captures.ts'
import { randomAccessSource } from '../../testing/memory-container.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { sourceOf } from '../../testing/sample-text.ts'
import { openWhole, saved } from '../../testing/saving.ts'
import { openFile } from '../open.ts'

const FILE = new URL('../../../../fixtures/captures/chrome-156.heapprofile.gz', import.meta.url)
const text = gunzipSync(readFileSync(FILE)).toString()

async function read(json: string, cut = json.length) {
  const bytes = new TextEncoder().encode(json)
  const opened = await openFile(sourceOf([bytes.slice(0, cut), bytes.slice(cut)]), quietTask())
  if (opened.form !== 'profile') throw new Error('this should be a profile')
  const { traces, strings } = opened.snapshot
  const { tree, functions } = traces!
  const calls = Array.from(tree.id, (id, call) => {
    const index = tree.functionIndex[call]!
    return {
      id,
      name: strings.text(functions.name[index]!),
      parent: tree.parent[call] === call ? null : tree.id[tree.parent[call]!],
      size: tree.size[call],
      samples: tree.count[call],
      line: functions.line[index],
      column: functions.column[index],
    }
  })
  return calls
}

test('a profile becomes a tree of stacks, wherever its text is cut', async () => {
  const whole = await read(text)
  expect(whole.map(({ id }) => id)).toEqual([1, 5, 6, 7, 8, 9, 10, 11, 3, 2])
  expect(whole.find(({ name }) => name === 'Row')).toEqual({
    id: 10,
    name: 'Row',
    parent: 9,
    size: 7236,
    samples: 7,
    line: 2,
    column: 22,
  })
  expect(whole[0]).toMatchObject({ name: '(root)', parent: null, line: 0, column: 0 })
  expect(whole.reduce((sum, { size }) => sum + size!, 0)).toBe(26_856)
  for (let cut = 1; cut < text.length; cut += 37) expect(await read(text, cut)).toEqual(whole)
})

test('it is known by its content, compressed or not, and whichever section comes first', async () => {
  const { head, samples } = JSON.parse(text) as { head: unknown; samples: unknown }
  const turned = JSON.stringify({ samples, head }, null, 2)
  expect(await read(turned)).toEqual(await read(text))
  const opened = await openFile(captureSource('chrome-156.heapprofile.gz'), quietTask())
  expect(opened.form).toBe('profile')
})

test('calls may be nested a million deep', async () => {
  const depth = 200_000
  const one =
    '{"callFrame":{"functionName":"f","scriptId":"1","url":"u","lineNumber":0,"columnNumber":0},"selfSize":1,"children":['
  const json = `{"head":${one.repeat(depth)}${']}'.repeat(depth)}}`
  const calls = await read(json)
  expect(calls).toHaveLength(depth)
  const session = await openWhole(sourceOf([new TextEncoder().encode(json)]))
  expect(session.summary().holds).toBe('samples')
})

describe('an open profile', () => {
  test('is a heap of nothing with its format, and stays one in a container', async () => {
    const session = await openWhole(captureSource('chrome-156.heapprofile.gz'))
    expect(session.summary()).toMatchObject({
      format: 'V8 sampling heap profile',
      holds: 'samples',
      nodes: 1,
      edges: 0,
      stage: 'ready',
    })
    const container = await saved(session)
    const early = await Session.read(randomAccessSource(container), QUIET_HOST)
    expect(early.summary().holds).toBe('samples')
    const again = await openWhole(randomAccessSource(container))
    expect(again.summary()).toMatchObject({ holds: 'samples', nodes: 1 })
    expect(Buffer.from(await saved(again)).equals(container)).toBe(true)
  })
})

test('a damaged profile opens or is refused in one sentence', async () => {
  const outcomes = { opened: 0, refused: 0 }
  const bytes = new TextEncoder().encode(text)
  const edit = fc.record({
    at: fc.nat({ max: bytes.length - 1 }),
    byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('0123456789,[]{}":\\- '))),
    drop: fc.nat({ max: 30 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
      const damaged = [...bytes]
      for (const { at, byte, drop } of edits) damaged.splice(at, drop % 5 === 0 ? drop : 1, byte)
      try {
        const session = await openWhole(sourceOf([Uint8Array.from(damaged)]))
        session.summary()
        outcomes.opened++
      } catch (error) {
        expect(error).toBeInstanceOf(HeapError)
        expect((error as HeapError).message).toMatch(/^[A-Z“][^\n]{10,600}\.$/)
        outcomes.refused++
      }
    }),
    { numRuns: 400 },
  )
  expect(outcomes.opened).toBeGreaterThan(20)
  expect(outcomes.refused).toBeGreaterThan(20)
})

test.each([
  ['{"head":{}}', 'holds no calls'],
  ['{"head":[],"samples":[]}', 'holds no calls'],
  ['{"samples":[]}', 'holds no calls'],
  ['{"head":{"callFrame":{}},"head":{}}', 'twice'],
  ['{"head":{"callFrame"', 'cut off'],
])('%s is refused with the reason', async (json, reason) => {
  await expect(read(json)).rejects.toMatchObject({ message: expect.stringContaining(reason) as string })
})
