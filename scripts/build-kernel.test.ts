import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('the committed kernel is what its source compiles to', () => {
  const committed = readFileSync(
    new URL('../src/engine/format/kernel/numbers.wasm.ts', import.meta.url),
    'utf8',
  )
  const script = fileURLToPath(new URL('build-kernel.mjs', import.meta.url))
  expect(execFileSync(process.execPath, [script, '--print'], { encoding: 'utf8' })).toBe(committed)
})
