import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { QUIET_HOST } from '../../../testing/captures.ts'
import { heapOfNode } from '../../../testing/finding-programs.ts'

/** No function uses a variable of the module itself, so that V8 keeps no scope of it: these are the outermost. */
const FACTORIES = `
function open() {
  const opened = new Map()
  return (i) => opened.set(i, new Array(20).fill(i))
}
exports.named = open()
exports.twice = [1, 2].map(() => {
  const each = new Map()
  return (i) => each.set(i, new Array(20).fill(i))
})
for (let i = 0; i < 5_000; i++) for (const add of [exports.named, ...exports.twice]) add(i)
`

test('what each call of a function makes is no cache of the module', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-module-'))
  try {
    const program = join(folder, 'factories.cjs')
    writeFileSync(program, FACTORIES)
    const session = await heapOfNode(program)
    const large = await session.ask('findingsOf', ['large-collection'], QUIET_HOST)
    expect(large.map(({ owner }) => owner)).toEqual(
      expect.arrayContaining(['system / Context.opened', 'system / Context.each']),
    )
    expect(await session.ask('findingsOf', ['module-cache'], QUIET_HOST)).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
