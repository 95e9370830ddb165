import { describe, expect, test } from 'vitest'
import type { Snapshot } from '../../model/snapshot.ts'
import { captureSource } from '../../testing/captures.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { type SampleFile, sampleFile, sourceOf } from '../../testing/sample-text.ts'
import { readCapture } from '../open.ts'

async function readFile(change: (file: SampleFile) => void = () => {}): Promise<Snapshot> {
  const file = sampleFile()
  change(file)
  const bytes = new TextEncoder().encode(JSON.stringify(file))
  return (await readCapture(sourceOf([bytes]), quietTask())).snapshot
}

function meta(file: SampleFile): Record<string, string[]> {
  return file.snapshot['meta'] as Record<string, string[]>
}

test('stacks, samples and scopes become columns', async () => {
  const { traces, scopes, nodeTrace } = await readFile()
  expect(traces).toEqual({
    functions: {
      name: Uint32Array.of(1, 5),
      scriptName: Uint32Array.of(0, 2),
      scriptId: Uint32Array.of(0, 7),
      line: Uint32Array.of(0, 3),
      column: Uint32Array.of(0, 4),
    },
    tree: {
      id: Uint32Array.of(1, 2, 3, 4),
      parent: Uint32Array.of(0, 0, 0, 2),
      functionIndex: Uint32Array.of(0, 1, 1, 0),
      count: Uint32Array.of(0, 1, 2, 5),
      size: Float64Array.of(0, 8, 4294967296, 6),
    },
    samples: { time: Uint32Array.of(1000, 2000), lastId: Uint32Array.of(3, 9) },
  })
  expect(scopes).toEqual({
    scriptNode: Uint32Array.of(3, 3),
    scopeId: Int32Array.of(-2, 5),
    depth: Uint32Array.of(0, 1),
    firstVariable: Uint32Array.of(0, 1, 2),
    variableName: Uint32Array.of(2, 5),
    firstUse: Uint32Array.of(0, 0, 2),
    useScopeId: Int32Array.of(-2, 5),
    useSlot: Uint32Array.of(0, 0),
  })
  expect(nodeTrace).toBeNull()
})

test('a sample later than 71 minutes after the first keeps its time', async () => {
  const { traces } = await readFile((file) => (file.samples = [0, 3, 2 ** 33, 9]))
  expect(traces!.samples.time).toEqual(Float64Array.of(0, 2 ** 33))
})

test('fields are found by their names, and lines that are not known are 0', async () => {
  const { traces } = await readFile((file) => {
    meta(file)['sample_fields'] = ['other', 'last_assigned_id', 'timestamp_us']
    file.samples = [8, 3, 1000, 8, 9, 2000]
    file.trace_function_infos[10] = -1
  })
  expect(traces!.samples).toEqual({ time: Uint32Array.of(1000, 2000), lastId: Uint32Array.of(3, 9) })
  expect(traces!.functions.line).toEqual(Uint32Array.of(0, 0))
})

test('sections that are absent, empty or not described leave nothing', async () => {
  const without = await readFile((file) => {
    for (const key of ['trace_function_infos', 'trace_tree', 'samples', 'scopes'] as const)
      delete (file as Partial<SampleFile>)[key]
  })
  expect(without).toMatchObject({ traces: null, scopes: null })
  const empty = await readFile((file) => {
    Object.assign(file, { trace_function_infos: [], trace_tree: [], samples: [], scopes: [] })
    Object.assign(file, { scope_context_vars: [], scope_uses: [] })
  })
  expect(empty).toMatchObject({ traces: null, scopes: null })
  const undescribed = await readFile((file) => {
    for (const key of Object.keys(meta(file))) {
      if (/^(trace|sample|scope)/.test(key)) delete meta(file)[key]
    }
    file.trace_tree = ['what', { ever: 1 }]
  })
  expect(undescribed).toMatchObject({ traces: null, scopes: null })
})

test('samples may stand without stacks', async () => {
  const { traces } = await readFile((file) => {
    file.trace_tree = []
    file.trace_function_infos = []
  })
  expect(traces).toMatchObject({ tree: { id: new Uint32Array(0) }, samples: { time: { length: 2 } } })
})

describe('is refused:', () => {
  test.each<[string, (file: SampleFile) => unknown, string, string]>([
    [
      'a stack of a function that is not there',
      (file) => (file.trace_tree = [1, 2, 0, 0, []]),
      'bad-number',
      'names function 2, but there are only 2',
    ],
    [
      'a function without a name among the strings',
      (file) => (file.trace_function_infos[1] = 7),
      'bad-string',
      'string 7, but',
    ],
    [
      'a variable without a name',
      (file) => (file.scope_context_vars[1] = 99),
      'bad-string',
      'string 99, but',
    ],
    [
      'more variables than scopes declare',
      (file) => file.scope_context_vars.push(1),
      'bad-number',
      'has 3 records',
    ],
    ['fewer uses than scopes declare', (file) => (file.scope_uses = []), 'bad-number', 'has 0 records'],
    ['a count below nothing', (file) => (file.scopes[3] = -1), 'bad-number', 'has 2 records'],
    ['half a sample', (file) => file.samples.pop(), 'bad-number', 'middle of a record'],
    ['half a stack', (file) => file.trace_tree.pop(), 'bad-number', 'middle of a record'],
  ])('%s', async (_, change, code, message) => {
    await expect(readFile(change)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    })
  })
})

test('a real timeline has all of it', async () => {
  const { snapshot } = await readCapture(captureSource('chrome-156.heaptimeline.gz'), quietTask())
  const { traces, nodeTrace, scopes, strings } = snapshot
  const { tree, functions, samples } = traces!
  expect(tree.id).toEqual(Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14))
  expect(tree.parent).toEqual(Uint32Array.of(0, 0, 0, 0, 0, 4, 5, 5, 7, 5, 9, 10, 10, 0))
  expect(Array.from(tree.functionIndex, (at) => strings.text(functions.name[at]!))).toContain('cycle')
  expect(samples.time).toHaveLength(13)
  expect(samples.lastId.at(-1)).toBe(102_017)
  expect(nodeTrace!.filter((id) => id !== 0)).toHaveLength(764)
  expect(scopes!.scopeId).toHaveLength(92)
})

test('a runtime that has the field without tracking keeps no column for it', async () => {
  const { snapshot } = await readCapture(captureSource('node-22.20.0-target.heapsnapshot.gz'), quietTask())
  expect(snapshot).toMatchObject({ traces: null, nodeTrace: null, scopes: null })
})
