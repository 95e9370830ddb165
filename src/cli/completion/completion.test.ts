import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasShell, offeredBy, offeredByZshFunction } from '../testing/completing-shells.ts'
import { runInMemory } from '../testing/memory-io.ts'
import type { Shell } from './completion-for.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-completion-'))
  writeFileSync(join(folder, 'app.heapsnapshot'), '')
})

afterAll(() => rmSync(folder, { recursive: true }))

async function script(shell: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runInMemory(['completion', shell])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout
}

const FILE = 'app.heapsnapshot'
/** What is typed, and what stands there then. */
const LINES: readonly (readonly [typed: string[], offered: string[]])[] = [
  [['summ'], ['summary']],
  [['di'], ['diff']],
  [['--v'], ['--version']],
  [['summary', '--sh'], ['--shallow']],
  [
    ['convert', 'a.heapsnapshot', '-'],
    ['--force', '--help', '--output', '--redact', '-h', '-o'],
  ],
  [
    ['diff', '--by', ''],
    ['class', 'owner', 'type'],
  ],
  [['diff', 'a', 'b', '--by', 'o'], ['owner']],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
  [
    ['capture', ''],
    ['chrome', 'electron', 'node', 'python'],
  ],
  [['capture', 'p'], ['python']],
  [['capture', 'chrome', '--pa'], ['--page']],
  // Of another one below it.
  [['capture', 'node', '--p'], []],
  [['leaks', 'r'], ['run']],
  [['leaks', 'run', '--ro'], ['--rounds']],
  [['leaks', 'a', '--ro'], []],
  [['summary', 'app'], [FILE]],
  [['check', '--budget', 'ap'], [FILE]],
]

describe.each(['bash', 'zsh', 'fish'] as const)('%s', (shell: Shell) => {
  // Of macOS and Linux bash is a part.
  const isMissing = process.platform === 'win32' || (shell !== 'bash' && !hasShell(shell))

  test.skipIf(isMissing)('completes what is typed', async () => {
    const lines = LINES.map(([typed]) => typed)
    const offered = offeredBy(shell, await script(shell), lines, folder)
    const expected = LINES.map(([typed, all]) => [
      typed,
      shell === 'bash' ? all.filter((one) => one !== FILE) : all,
    ])
    expect(lines.map((typed, i) => [typed, offered[i]])).toEqual(expected)
  })

  test.skipIf(isMissing)('completes all commands', async () => {
    const { stdout } = await runInMemory(['--help'])
    const listed = [...stdout.matchAll(/^ {2}([a-z-]+) [^\n]*$/gm)].map(([, name]) => name)
    const offered = [...(offeredBy(shell, await script(shell), [['']], folder)[0] ?? [])]
    expect(offered.length).toBeGreaterThan(25)
    expect(listed).toEqual(expect.arrayContaining(offered))
  })
})

test.skipIf(!hasShell('zsh'))('zsh completes by a script in a folder of functions too', async () => {
  const functions = mkdtempSync(join(folder, 'functions-'))
  writeFileSync(join(functions, '_heapscope'), await script('zsh'))
  expect(offeredByZshFunction(['summ'], functions)).toEqual(['summary'])
})

// Where they are not there to be asked.
test.each(['zsh', 'fish'])('the script for %s knows all commands, options and words', async (shell) => {
  const text = await script(shell)
  for (const name of ['summary', 'convert', 'shallow', 'include-values']) expect(text).toContain(name)
  expect(text).toContain('class owner type')
})

test('another shell is wrong usage', async () => {
  const { exitCode, stderr } = await runInMemory(['completion', 'cmd'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('Allowed choices are bash, zsh, fish.')
})
