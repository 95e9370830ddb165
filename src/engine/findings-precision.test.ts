import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { alarms } from './testing/alarms.ts'
import { heapOfNode, heapOfPython, openHeap } from './testing/finding-programs.ts'
import { findPythons, minorOf } from './testing/pythons.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures')
const CLEAN = join(FIXTURES, 'findings/clean')

/** Captures of programs that were made to leak or waste: what their rules may say above a note, by owner. */
const FAULTS: Readonly<Record<string, readonly RegExp[]>> = {
  'python/memory-after.heapsnapshot.gz': [/^unreturned-memory \(warning\) at process memory:/],
  'python/shop-after.heapsnapshot.gz': [/^unbounded-cache \(warning\) at __main__\.price:/],
}

const pythons = findPythons()
const python = pythons.find(({ hasArrays }) => hasArrays) ?? pythons.find((one) => minorOf(one) >= 11)

const captures = ['captures', 'pairs', 'python'].flatMap((folder) =>
  readdirSync(join(FIXTURES, folder))
    .filter((name) => /\.heap(snapshot|timeline)\.gz$/.test(name))
    .map((name) => `${folder}/${name}`),
)

describe('no rule says more than a note without a fault', () => {
  test.for(captures)('in %s', async (name) => {
    const session = await openHeap(readFileSync(join(FIXTURES, name)), name)
    const known = FAULTS[name] ?? []
    const said = await alarms(session)
    expect(said.filter((alarm) => !known.some((fault) => fault.test(alarm)))).toEqual([])
    // A fault that is listed here is one that is found.
    expect(known.filter((fault) => !said.some((alarm) => fault.test(alarm)))).toEqual([])
  })

  test.for(readdirSync(join(CLEAN, 'v8')))('in %s under Node', async (name) => {
    expect(await alarms(await heapOfNode(join(CLEAN, 'v8', name)))).toEqual([])
  })

  test.for(readdirSync(join(CLEAN, 'python')))('in %s under CPython', async (name) => {
    expect(await alarms(await heapOfPython(python!.program, join(CLEAN, 'python', name)))).toEqual([])
  })
})
